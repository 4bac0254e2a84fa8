/* What programs do all day, for both ABIs: daily files|sockets|processes|threads. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/sendfile.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

static void files(void) {
  char text[5000] = "x";
  struct stat status;
  struct statfs fs;
  struct iovec parts[2] = {{text, 10}, {text, 20}};
  int fd = open("daily", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  int other = openat(AT_FDCWD, "daily.2", O_WRONLY | O_CREAT | O_EXCL, 0600);
  write(fd, text, sizeof text);
  pwrite(fd, text, 100, 4096);
  pread(fd, text, 100, 70000);
  writev(fd, parts, 2);
  preadv(fd, parts, 2, 5);
  pwritev2(fd, parts, 2, 5, RWF_DSYNC);
  lseek(fd, -5, SEEK_END);
  lseek(fd, 4096, SEEK_SET);
  ftruncate(fd, 100000);
  truncate("daily", 90000);
  fallocate(fd, FALLOC_FL_KEEP_SIZE, 4096, 8192);
  posix_fadvise(fd, 0, 4096, POSIX_FADV_WILLNEED);
  readahead(fd, 0, 4096);
  sync_file_range(fd, 0, 4096, SYNC_FILE_RANGE_WRITE);
  flock(fd, LOCK_EX | LOCK_NB);
  fcntl(fd, F_GETFL);
  fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK);
  fcntl(fd, F_DUPFD_CLOEXEC, 50);
  struct flock lock = {.l_type = F_WRLCK, .l_len = 5};
  fcntl(fd, F_SETLK, &lock);
  sendfile(other, fd, 0, 100);
  copy_file_range(fd, 0, other, 0, 50, 0);
  void *map = mmap(0, 8192, PROT_READ, MAP_SHARED, fd, 4096);
  madvise(map, 8192, MADV_SEQUENTIAL);
  msync(map, 8192, MS_ASYNC);
  mprotect(map, 4096, PROT_NONE);
  munmap(map, 8192);
  void *anonymous = mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  mremap(anonymous, 1 << 20, 1 << 21, MREMAP_MAYMOVE);
  ftruncate(memfd_create("m", MFD_CLOEXEC), 4096);
  stat("daily", &status);
  lstat("daily", &status);
  fstat(fd, &status);
  struct statx more;
  statx(AT_FDCWD, "daily", AT_SYMLINK_NOFOLLOW, STATX_ALL, &more);
  statfs(".", &fs);
  chmod("daily", S_ISUID | 0711);
  fchmodat(AT_FDCWD, "daily", 0600, 0);
  chown("daily", -1, -1);
  mkdir("daily.d", 0755);
  mknod("daily.d/p", S_IFIFO | 0600, 0);
  symlink("daily", "daily.d/s");
  rename("daily.2", "daily.d/f");
  renameat2(AT_FDCWD, "daily.d/f", AT_FDCWD, "daily.2", RENAME_NOREPLACE);
  DIR *directory = opendir("daily.d");
  while (readdir(directory)) {}
  closedir(directory);
  access("daily", R_OK | W_OK);
  faccessat(AT_FDCWD, "daily", X_OK, AT_EACCESS);
  setxattr("daily", "user.a", "b", 1, XATTR_CREATE);
  utimensat(AT_FDCWD, "daily", 0, AT_SYMLINK_NOFOLLOW);
  int watch = inotify_init1(IN_NONBLOCK);
  inotify_add_watch(watch, ".", IN_CREATE | IN_DELETE | IN_ONLYDIR);
  ioctl(fd, FIONREAD, &watch);
  ioctl(0, TCGETS, text);
  umask(027);
  unlink("daily.d/p");
  unlink("daily.d/s");
  unlinkat(AT_FDCWD, "daily.d", AT_REMOVEDIR);
  unlink("daily");
  unlink("daily.2");
}

static void sockets(void) {
  int on = 1;
  char text[64] = "x";
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, IPPROTO_TCP);
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  bind(server, (void *)&address, length);
  getsockname(server, (void *)&address, &length);
  listen(server, 5);
  int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  connect(client, (void *)&address, length);
  int peer = accept4(server, 0, 0, SOCK_CLOEXEC);
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  getsockopt(client, SOL_SOCKET, SO_ERROR, &on, &length);
  send(client, text, 5, MSG_NOSIGNAL | MSG_DONTWAIT);
  recv(peer, text, 5, MSG_PEEK);
  recvfrom(peer, text, 64, MSG_DONTWAIT, 0, 0);
  struct iovec part = {text, 3};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  struct mmsghdr many[2] = {{message}, {message}};
  sendmsg(client, &message, MSG_MORE);
  recvmsg(peer, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  sendmmsg(client, many, 2, 0);
  recvmmsg(peer, many, 2, MSG_DONTWAIT, 0);
  struct pollfd wait[2] = {{peer, POLLIN}, {client, POLLOUT}};
  poll(wait, 2, 10);
  struct timespec brief = {0, 1000};
  ppoll(wait, 2, &brief, 0);
  fd_set set;
  FD_ZERO(&set);
  FD_SET(peer, &set);
  struct timeval zero = {0, 10};
  select(peer + 1, &set, 0, 0, &zero);
  pselect(peer + 1, 0, &set, 0, &brief, 0);
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event event = {EPOLLIN | EPOLLET};
  epoll_ctl(epoll, EPOLL_CTL_ADD, peer, &event);
  epoll_wait(epoll, &event, 1, 1);
  shutdown(client, SHUT_RDWR);
  int pair[2];
  socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair);
  socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0);
  socket(AF_INET6, SOCK_DGRAM, IPPROTO_UDP);
  pipe2(pair, O_NONBLOCK | O_DIRECT);
  fcntl(pair[0], F_SETPIPE_SZ, 65536);
  tee(pair[0], pair[1], 10, SPLICE_F_NONBLOCK);
}

static void on(int number) {}

static void processes(void) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  setpriority(PRIO_PROCESS, 0, 1);
  getpriority(PRIO_PROCESS, 0);
  getrusage(RUSAGE_CHILDREN, calloc(1, 1000));
  signal(SIGUSR1, on);
  struct sigaction action = {.sa_handler = on, .sa_flags = SA_RESTART | SA_NODEFER};
  sigaction(SIGRTMIN + 3, &action, 0);
  kill(getpid(), SIGUSR1);
  raise(SIGRTMIN + 3);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  sigprocmask(SIG_BLOCK, &signals, 0);
  signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
  prctl(PR_SET_NAME, "daily");
  prctl(PR_GET_DUMPABLE);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  pid_t child = fork();
  if (!child) {
    setpgid(0, 0);
    execl("/bin/true", "true", (char *)0);
    _exit(7);
  }
  waitpid(child, 0, WUNTRACED);
  waitpid(-1, 0, WNOHANG);
  if (!vfork()) _exit(3);
  siginfo_t info;
  waitid(P_ALL, 0, &info, WEXITED);
  int memory = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
  shmat(memory, 0, SHM_RDONLY);
  shmctl(memory, IPC_RMID, 0);
  int queue = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
  long item[2] = {1};
  msgsnd(queue, item, 4, IPC_NOWAIT);
  msgrcv(queue, item, 4, 0, IPC_NOWAIT | MSG_NOERROR);
  msgctl(queue, IPC_RMID, 0);
  int semaphores = semget(IPC_PRIVATE, 2, IPC_CREAT | 0600);
  struct sembuf up = {0, 1, IPC_NOWAIT};
  semop(semaphores, &up, 1);
  semctl(semaphores, 1, GETVAL);
  semctl(semaphores, 0, IPC_RMID);
  setsid();
  getsid(0);
  setuid(getuid());
  setresgid(-1, getgid(), -1);
  alarm(50);
  struct itimerval timer = {{0, 0}, {50, 0}};
  setitimer(ITIMER_REAL, &timer, 0);
  sched_yield();
  sched_getscheduler(0);
  cpu_set_t cpus;
  sched_getaffinity(0, sizeof cpus, &cpus);
}

static void *worker(void *mutex) {
  for (int i = 0; i < 300; i++) {
    pthread_mutex_lock(mutex);
    close(open("/dev/null", O_RDONLY));
    pthread_mutex_unlock(mutex);
  }
  return 0;
}

static void threads(void) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_t all[4];
  for (int i = 0; i < 4; i++) pthread_create(&all[i], 0, worker, &mutex);
  for (int i = 0; i < 4; i++) pthread_join(all[i], 0);
  struct timespec brief = {0, 2000000}, now;
  nanosleep(&brief, 0);
  clock_nanosleep(CLOCK_MONOTONIC, 0, &brief, 0);
  clock_getres(CLOCK_PROCESS_CPUTIME_ID, &now);
  clockid_t clock;
  clock_getcpuclockid(getpid(), &clock);
  clock_gettime(clock, &now);
  pthread_getcpuclockid(pthread_self(), &clock);
  clock_gettime(clock, &now);
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  clock_gettime(CLOCK_REALTIME, &now);
  sem_timedwait(&semaphore, &now);
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_cond_timedwait(&condition, &mutex, &now);
  int timer = timerfd_create(CLOCK_BOOTTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  struct itimerspec every = {{0, 1000}, {0, 1000}};
  timerfd_settime(timer, TFD_TIMER_ABSTIME, &every, 0);
  eventfd(3, EFD_SEMAPHORE | EFD_NONBLOCK);
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
  pthread_mutex_t inheriting;
  pthread_mutex_init(&inheriting, &attributes);
  pthread_mutex_lock(&inheriting);
  pthread_mutex_timedlock(&inheriting, &now);
}

int main(int count, char **arguments) {
  switch (arguments[1][0]) {
    case 'f': files(); break;
    case 's': sockets(); break;
    case 'p': processes(); break;
    default: threads();
  }
  return 0;
}
