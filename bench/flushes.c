/* Loaded before a server (LD_PRELOAD): counts its flushes, and makes each longer when asked.
 *
 * BENCH_FLUSHES names a file that all processes of one server share: its first eight bytes are the
 * count. BENCH_FLUSH_MS is how many milliseconds each flush takes longer, as on an honest disk.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static _Atomic unsigned long *count;
static long extra_ns;

__attribute__((constructor)) static void start(void) {
  const char *path = getenv("BENCH_FLUSHES"), *ms = getenv("BENCH_FLUSH_MS");
  extra_ns = ms ? (long)(atof(ms) * 1e6) : 0;
  int file = path ? open(path, O_RDWR) : -1;
  if (file < 0) return;
  void *shared = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (shared != MAP_FAILED) count = shared;
  close(file);
}

static void flushed(void) {
  if (count) atomic_fetch_add(count, 1);
  struct timespec pause = {extra_ns / 1000000000L, extra_ns % 1000000000L};
  if (extra_ns) nanosleep(&pause, NULL);
}

int fsync(int file) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  flushed();
  return real(file);
}

int fdatasync(int file) {
  static int (*real)(int);
  if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  flushed();
  return real(file);
}
