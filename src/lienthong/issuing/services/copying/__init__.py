"""Copies of documents: asked for, agreed to, made (Decree 30/2020/NĐ-CP, Articles 25 to 27)."""
