/* Threads that call at the same time, so that strace splits their calls; one of them execs. */
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

static pthread_barrier_t all_there;

static void *work(void *argument) {
  (void)argument;
  pthread_barrier_wait(&all_there);
  for (int i = 0; i < 200; i++) {
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    char text[7];
    read(fd, text, sizeof text);
    lseek(fd, 5, SEEK_CUR);
    close(fd);
  }
  return 0;
}

static void *replace(void *argument) {
  (void)argument;
  execl("/bin/true", "true", (char *)0);
  return 0;
}

int main(void) {
  pthread_t threads[4], last;
  pthread_barrier_init(&all_there, 0, 4);
  for (int i = 0; i < 4; i++) pthread_create(&threads[i], 0, work, 0);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], 0);
  pthread_create(&last, 0, replace, 0);
  pause();
}
