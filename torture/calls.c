/* Loaded before the processes of a round (LD_PRELOAD): ends one at its n-th call to the system.
 *
 * What counts is what changes something that outlives the process: files, their names, what is sent.
 * A write has two moments: before it, and when half of it is done. Counts are kept by place, in
 * memory that everything forked from here shares; a program started anew has no place, unless it is
 * told one: CALLS_PLACE, with the file that CALLS_SHARED names. It itself is spared then, and what
 * it forks is counted: the processes of a server, but not the one that keeps them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define PLACES 8
#define REAL(type, name, ...)            \
  static type (*real)(__VA_ARGS__);      \
  if (!real) real = dlsym(RTLD_NEXT, #name)

static struct count {
  _Atomic long passed, end;
} *counts;
static int place = -1;
static pid_t spared = -1;

static void map(int file, int flags) {
  void *shared = mmap(NULL, PLACES * sizeof(struct count), PROT_READ | PROT_WRITE,
                      MAP_SHARED | flags, file, 0);
  if (shared != MAP_FAILED) counts = shared;
}

/* Keep the counts in a file from now on, for programs that do not come from here. */
void calls_share(const char *name) {
  int file = open(name, O_RDWR);
  if (file >= 0) map(file, 0);
}

__attribute__((constructor)) static void start(void) {
  const char *own = getenv("CALLS_PLACE"), *name = getenv("CALLS_SHARED");
  if (!own || !name) {
    map(-1, MAP_ANONYMOUS);
    return;
  }
  calls_share(name);
  place = atoi(own);
  spared = getpid();
}

/* This process and those forked from it count at a place from now on. */
void calls_be(int which) { place = which; }

/* The end-th moment from now on is the last of who counts at a place; 0: none is. */
void calls_end(int which, long end) {
  atomic_store(&counts[which].end, 0);
  atomic_store(&counts[which].passed, 0);
  atomic_store(&counts[which].end, end);
}

long calls_passed(int which) { return atomic_load(&counts[which].passed); }

static int is_last(void) {
  if (place < 0 || !counts || getpid() == spared) return 0;
  struct count *own = &counts[place];
  long end = atomic_load(&own->end);
  return end && atomic_fetch_add(&own->passed, 1) + 1 == end;
}

static void die(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

static void before(void) {
  if (is_last()) die();
}

/* Files and lines count; what a process tells itself (pipes, counters) does not. */
static int outlives(int file) {
  struct stat found;
  int kept = errno, counted = place >= 0 && !fstat(file, &found) &&
                              (S_ISREG(found.st_mode) || S_ISSOCK(found.st_mode));
  errno = kept;
  return counted;
}

#define WRITES(name, more, given)                                        \
  ssize_t name(int file, const void *what, size_t many more) {           \
    REAL(ssize_t, name, int, const void *, size_t more);                 \
    if (outlives(file)) {                                                \
      before();                                                          \
      if (is_last()) {                                                   \
        size_t half = many / 2;                                          \
        if (half) real given;                                            \
        die();                                                           \
      }                                                                  \
    }                                                                    \
    size_t half = many;                                                  \
    return real given;                                                   \
  }
#define AND ,
WRITES(write, , (file, what, half))
WRITES(pwrite, AND off_t at, (file, what, half, at))
WRITES(pwrite64, AND off64_t at, (file, what, half, at))
WRITES(send, AND int flags, (file, what, half, flags))
WRITES(sendto, AND int flags AND const struct sockaddr *to AND socklen_t size,
       (file, what, half, flags, to, size))

ssize_t writev(int file, const struct iovec *parts, int many) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  if (outlives(file)) {
    before();
    if (is_last()) {
      if (many > 1) real(file, parts, many / 2);
      die();
    }
  }
  return real(file, parts, many);
}

#define CALLS(name, wanted, given) \
  int name wanted {                \
    REAL(int, name, );             \
    before();                      \
    return ((int(*) wanted)real) given; \
  }
CALLS(fsync, (int file), (file))
CALLS(fdatasync, (int file), (file))
CALLS(ftruncate, (int file, off_t size), (file, size))
CALLS(ftruncate64, (int file, off64_t size), (file, size))
CALLS(rename, (const char *one, const char *other), (one, other))
CALLS(renameat, (int a, const char *one, int b, const char *other), (a, one, b, other))
CALLS(link, (const char *one, const char *other), (one, other))
CALLS(linkat, (int a, const char *one, int b, const char *other, int flags), (a, one, b, other, flags))
CALLS(unlink, (const char *name), (name))
CALLS(unlinkat, (int a, const char *name, int flags), (a, name, flags))
CALLS(mkdir, (const char *name, mode_t mode), (name, mode))
CALLS(rmdir, (const char *name), (name))
CALLS(connect, (int file, const struct sockaddr *to, socklen_t size), (file, to, size))

#define OPENS(name, wanted, given)                         \
  int name wanted {                                        \
    REAL(int, name, );                                     \
    mode_t mode = 0;                                       \
    if (flags & O_CREAT) {                                 \
      va_list more;                                        \
      va_start(more, flags);                               \
      mode = va_arg(more, mode_t);                         \
      va_end(more);                                        \
      before();                                            \
    }                                                      \
    return ((int(*) wanted)real) given;                    \
  }
OPENS(open, (const char *name, int flags, ...), (name, flags, mode))
OPENS(open64, (const char *name, int flags, ...), (name, flags, mode))
OPENS(openat, (int at, const char *name, int flags, ...), (at, name, flags, mode))
OPENS(openat64, (int at, const char *name, int flags, ...), (at, name, flags, mode))
