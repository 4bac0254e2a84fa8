/* Calls whose arguments do not change from run to run, one after the other: strace's options may
   change how they are printed, and nothing else. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void on_alarm(int signal) { (void)signal; }

static void files(void) {
  int fd = openat(AT_FDCWD, "/dev/null", O_RDWR | O_CLOEXEC | O_NONBLOCK);
  char text[16];
  write(fd, "foo(a) = 3\n", 11);
  read(fd, text, sizeof text);
  lseek(fd, -100, SEEK_END);
  fcntl(fd, F_SETFL, O_RDONLY | O_NONBLOCK | O_APPEND);
  fcntl(fd, F_GETFD);
  flock(fd, LOCK_SH | LOCK_NB);
  ioctl(fd, FIONREAD, text);
  fallocate(fd, FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE, 4096, 8192);
  faccessat(AT_FDCWD, "/nonexistent)", R_OK | W_OK, 0);
  umask(022);
  mkdirat(AT_FDCWD, "/nonexistent/a,b", 01755);
  mknodat(AT_FDCWD, "/nonexistent/c", S_IFCHR | 0600, 0x8803);
  close(fd);
  close(-1);
}

static void memory(void) {
  char *p = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  mprotect(p, 4096, PROT_NONE);
  madvise(p, 4096, MADV_DONTNEED);
  mmap(0, 2 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | (21 << 26), -1, 0);
  munmap(p, 8192);
  getrandom(&p, 8, GRND_NONBLOCK);
}

static void others(void) {
  uint32_t word = 1;
  struct timespec no_time = {0, 1000};
  struct pollfd none = {-1, POLLIN, 0};
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 2147483647, 0, 0, 0);
  syscall(SYS_futex, &word, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, 0, 0, 0xffffffff);
  syscall(SYS_futex, &word, FUTEX_WAKE_BITSET, 1, 0, 0, 5);
  clock_nanosleep(CLOCK_MONOTONIC, 0, &no_time, 0);
  close(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  close(eventfd(7, EFD_CLOEXEC | EFD_SEMAPHORE));
  poll(&none, 1, 0);
  kill(0, 0);
  prctl(PR_SET_NAME, "x)y");
  prctl(PR_GET_DUMPABLE);
  prctl(PR_CAPBSET_READ, 5);
  setpriority(PRIO_PROCESS, 0, 0);
  sched_setscheduler(0, 77, 0);
  syscall(SYS_ioprio_set, 1, 0, 2 << 13 | 4);
  syscall(451, -1, 0, 0, 0);
  syscall(1439, 1, 2, 3, 4, 5, 6);
}

static void signals(void) {
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};
  struct itimerval soon = {{0, 0}, {0, 1000}};
  sigset_t alarm_only, none;
  sigemptyset(&none);
  sigemptyset(&alarm_only);
  sigaddset(&alarm_only, SIGALRM);
  sigaction(SIGALRM, &action, 0);
  sigprocmask(SIG_BLOCK, &alarm_only, 0); /* else it may come before we wait for it */
  setitimer(ITIMER_REAL, &soon, 0);
  sigsuspend(&none);
}

static void children(void) {
  int status;
  if (fork() == 0) {
    execl("/bin/false", "false", "a)b", (char *)0);
  }
  wait4(-1, &status, 0, 0);
  if (vfork() == 0) {
    _exit(5);
  }
  waitpid(-1, &status, __WALL);
}

int main(void) {
  files();
  memory();
  others();
  signals();
  children();
  return 3;
}
