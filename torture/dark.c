/* Loaded before what runs in an installation (LD_PRELOAD): keeps aside what survives a power cut.
 *
 * DARK_OF names the folder that is to go dark, DARK_KEPT one beside it. Whenever a file of the one
 * is flushed, its bytes are brought into the other, under the number of the file; whenever a folder
 * is flushed, the names in it and the numbers they stand for. Nothing else is: not a name by the
 * flush of its file, not a file by that of another. What was flushed is there when the caller goes
 * on, as on a disk that tells the truth. Numbers must not come back: both lie in memory (tmpfs).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK 4096
#define PIECE (16 * BLOCK)

static const char *of, *kept;

__attribute__((constructor)) static void start(void) {
  const char *said_of = getenv("DARK_OF"), *said_kept = getenv("DARK_KEPT");
  if (!said_of || !said_kept) return;
  of = strdup(said_of);  /* a PostgreSQL writes its titles where its environment was */
  kept = strdup(said_kept);
}

static void give_up(const char *what) {
  perror(what);
  abort();
}

/* Say whether a file lies in the folder that is to go dark. */
static int is_inside(int file) {
  char link[64], path[PATH_MAX + 1];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t many = kept ? readlink(link, path, PATH_MAX) : -1;
  if (many < 0) return 0;
  path[many] = 0;
  size_t length = strlen(of);
  return !strncmp(path, of, length) && (path[length] == '/' || !path[length]);
}

static int open_kept(const char *kind, ino_t number, int mode) {
  char name[PATH_MAX];
  snprintf(name, sizeof name, "%s/%s-%lu", kept, kind, (unsigned long)number);
  int file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || fchmod(file, mode) || flock(file, LOCK_EX)) give_up("dark: what is kept");
  return file;
}

/* Bring what differs of a piece. A process that is killed meanwhile leaves some of it, as a disk
 * does of a flush that did not come to its end. */
static void bring(int to, const char *piece, size_t many, off_t at) {
  char here[PIECE];
  ssize_t had = pread(to, here, many, at);
  for (size_t from = 0; from < many; from += BLOCK) {
    size_t size = many - from < BLOCK ? many - from : BLOCK;
    if ((ssize_t)(from + size) <= had && !memcmp(here + from, piece + from, size)) continue;
    if (pwrite(to, piece + from, size, at + from) != (ssize_t)size) give_up("dark: a block");
  }
}

static void keep_bytes(int file, const struct stat *found) {
  char own[64], piece[PIECE];
  snprintf(own, sizeof own, "/proc/self/fd/%d", file);
  int to = open_kept("file", found->st_ino, found->st_mode & 07777);
  int from = open(own, O_RDONLY | O_CLOEXEC);
  if (from < 0) give_up("dark: a file");
  off_t at = 0;
  for (ssize_t many; (many = pread(from, piece, PIECE, at)) > 0; at += many)
    bring(to, piece, many, at);
  struct timespec times[] = {found->st_atim, found->st_mtim};
  if (ftruncate(to, at) || futimens(to, times)) give_up("dark: a size");
  close(from);
  close(to);
}

/* Return the names of a folder: "number kind name" and a zero byte each. */
static char *names_in(int folder, size_t *size) {
  char own[64], *said = NULL;
  snprintf(own, sizeof own, "/proc/self/fd/%d", folder);
  DIR *from = opendir(own);
  FILE *to = open_memstream(&said, size);
  if (!from || !to) give_up("dark: a folder");
  for (struct dirent *one; (one = readdir(from));)
    if (strcmp(one->d_name, ".") && strcmp(one->d_name, ".."))
      fprintf(to, "%lu %d %s%c", (unsigned long)one->d_ino, one->d_type, one->d_name, 0);
  closedir(from);
  if (fclose(to)) give_up("dark: names");
  return said;
}

/* Read them until they are the same twice: one that is given another name meanwhile may be passed
 * over. What is kept is replaced in one step. */
static void keep_names(int folder, const struct stat *found) {
  char fresh[PATH_MAX], name[PATH_MAX], *said, *before = NULL;
  unsigned long number = found->st_ino;
  int lock = open_kept("lock", found->st_ino, 0600);
  size_t size, had = 0;
  for (;;) {
    said = names_in(folder, &size);
    if (before && size == had && !memcmp(said, before, size)) break;
    free(before);
    before = said, had = size;
  }
  snprintf(name, sizeof name, "%s/folder-%lu", kept, number);
  snprintf(fresh, sizeof fresh, "%s/fresh-%lu", kept, number);
  int to = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (to < 0 || fchmod(to, found->st_mode & 07777) || write(to, said, size) != (ssize_t)size)
    give_up("dark: names");
  close(to);
  if (rename(fresh, name)) give_up("dark: names");
  free(before);
  free(said);
  close(lock);
}

static int flushed(int result, int file) {
  int told = errno;
  struct stat found;
  if (!result && is_inside(file) && !fstat(file, &found)) {
    if (S_ISREG(found.st_mode)) keep_bytes(file, &found);
    if (S_ISDIR(found.st_mode)) keep_names(file, &found);
  }
  errno = told;
  return result;
}

#define FLUSHES(name)                                       \
  int name(int file) {                                      \
    static int (*real)(int);                                \
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, #name); \
    return flushed(real(file), file);                       \
  }
FLUSHES(fsync)
FLUSHES(fdatasync)
