/*
 * Asks the kernel what a seccomp program returns, without any call being carried out.
 *
 * Reads requests on standard input and answers on standard output, all in the machine's byte order:
 *
 *   greeting:  struct greeting, once
 *   request:   u32 instructions, u32 events, struct sock_filter[instructions], struct event[events]
 *   answer:    u16[events]: the errno that the event got, or 0 if the kernel killed the process
 *
 * Each program is installed in a child of its own, which issues the events and then ends itself by
 * an undefined instruction: exit_group is filtered, too. The only returns accepted are errnos, so
 * no call of the child is carried out. Anything unexpected is a line on standard error and exit 1.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_EVENTS 65536
#define MOST_ERRNO 4095 /* MAX_ERRNO of linux/err.h */
#define FIRST_RESTART 512 /* ERESTARTSYS of linux/errno.h: the kernel may act on it */
#define LAST_RESTART 516 /* ERESTART_RESTARTBLOCK */
#define CHILD_SECONDS 60 /* far more than MOST_EVENTS take on a busy machine */
#define NOT_INSTALLED 3
#define UNFILTERED 0xffff

struct greeting {
  uint32_t bits;       /* 64 or 32: of this process */
  uint32_t events;     /* the most per request */
  uint64_t ip_syscall; /* seccomp_data.instruction_pointer of x86-64 events; 0 if there are none */
  uint64_t ip_int80;   /* and of i386 ones */
};

struct event {
  uint32_t arch;
  uint32_t nr;
  uint64_t args[6];
};

struct shared {
  volatile uint32_t next; /* the first event without answer */
  struct event events[MOST_EVENTS];
  uint16_t codes[MOST_EVENTS];
};

/* In assembly of its own, so that each instruction exists once and its address can be told. */
long issue_int80(const struct event *event);
extern char after_int80[];

#ifdef __x86_64__
long issue_syscall(const struct event *event);
extern char after_syscall[];
__asm__(".text\n"
        "issue_syscall:\n"
        "  mov 4(%rdi), %eax\n"
        "  mov 16(%rdi), %rsi\n"
        "  mov 24(%rdi), %rdx\n"
        "  mov 32(%rdi), %r10\n"
        "  mov 40(%rdi), %r8\n"
        "  mov 48(%rdi), %r9\n"
        "  mov 8(%rdi), %rdi\n"
        "  syscall\n"
        "after_syscall:\n"
        "  ret\n"
        "issue_int80:\n"
        "  push %rbx\n"
        "  push %rbp\n"
        "  mov 4(%rdi), %eax\n"
        "  mov 8(%rdi), %rbx\n"
        "  mov 16(%rdi), %rcx\n"
        "  mov 24(%rdi), %rdx\n"
        "  mov 32(%rdi), %rsi\n"
        "  mov 48(%rdi), %rbp\n"
        "  mov 40(%rdi), %rdi\n"
        "  int $0x80\n"
        "after_int80:\n"
        "  pop %rbp\n"
        "  pop %rbx\n"
        "  ret\n");
#else
__asm__(".text\n"
        "issue_int80:\n"
        "  push %ebx\n"
        "  push %esi\n"
        "  push %edi\n"
        "  push %ebp\n"
        "  mov 20(%esp), %edi\n"
        "  mov 4(%edi), %eax\n"
        "  mov 8(%edi), %ebx\n"
        "  mov 16(%edi), %ecx\n"
        "  mov 24(%edi), %edx\n"
        "  mov 32(%edi), %esi\n"
        "  mov 48(%edi), %ebp\n"
        "  mov 40(%edi), %edi\n"
        "  int $0x80\n"
        "after_int80:\n"
        "  pop %ebp\n"
        "  pop %edi\n"
        "  pop %esi\n"
        "  pop %ebx\n"
        "  ret\n");
#endif
_Static_assert(offsetof(struct event, nr) == 4 && offsetof(struct event, args) == 8, "as above");

static struct shared *shared;
static struct sock_filter program[BPF_MAXINSNS];

static void fail(const char *what, unsigned long number) {
  fprintf(stderr, "oracle: %s %lu\n", what, number);
  exit(1);
}

/* Reads so many bytes; false at the end of the input if none came. */
static int take(void *to, size_t size) {
  size_t got = 0;
  while (got < size) {
    ssize_t n = read(0, (char *)to + got, size - got);
    if (n < 0) fail("cannot read: errno", errno);
    if (n == 0) {
      if (got > 0) fail("the request ends after bytes:", got);
      return size == 0;
    }
    got += n;
  }
  return 1;
}

static void give(const void *from, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t n = write(1, (const char *)from + done, size - done);
    if (n < 0) fail("cannot write: errno", errno);
    done += n;
  }
}

static void check_program(uint32_t instructions) {
  for (uint32_t pc = 0; pc < instructions; pc++) {
    uint32_t k = program[pc].k, data = k & SECCOMP_RET_DATA;
    if (BPF_CLASS(program[pc].code) != BPF_RET) continue;
    if (program[pc].code != (BPF_RET | BPF_K) || (k & SECCOMP_RET_ACTION_FULL) != SECCOMP_RET_ERRNO ||
        data == 0 || data > MOST_ERRNO || (data >= FIRST_RESTART && data <= LAST_RESTART))
      fail("a return that is no plain errno, at instruction", pc);
  }
}

static void check_event(uint32_t index) {
  const struct event *event = &shared->events[index];
#ifdef __x86_64__
  if (event->arch == AUDIT_ARCH_X86_64) {
    /* uretprobe and uprobe: kernels that have them run them past every filter. */
    if (event->nr == 335 || event->nr == 336) fail("an x86-64 call that is not filtered, nr", event->nr);
    return;
  }
#endif
  if (event->arch != AUDIT_ARCH_I386) fail("this process cannot issue event", index);
}

/* Issues the events that have no answer yet; nothing here but the events may call the kernel. */
static void issue(uint32_t events) {
  for (uint32_t i = shared->next; i < events; i++) {
    const struct event *event = &shared->events[i];
    long result;
#ifdef __x86_64__
    result = event->arch == AUDIT_ARCH_X86_64 ? issue_syscall(event) : (int32_t)issue_int80(event);
#else
    result = issue_int80(event);
#endif
    if (result >= 0 || result < -MOST_ERRNO) {
      shared->codes[i] = UNFILTERED;
      break;
    }
    shared->codes[i] = -result;
    shared->next = i + 1;
  }
  __builtin_trap();
}

static void child(uint32_t instructions, uint32_t events) {
  struct sock_fprog filter = {.len = instructions, .filter = program};
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) || prctl(PR_SET_DUMPABLE, 0) ||
      prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) {
    fprintf(stderr, "oracle: cannot install the program: %s\n", strerror(errno));
    _exit(NOT_INSTALLED);
  }
  issue(events);
}

/* Runs children until every event has its answer: a return that kills costs a child. */
static void answer(uint32_t instructions, uint32_t events) {
  shared->next = 0;
  while (shared->next < events) {
    int status;
    alarm(CHILD_SECONDS); /* kills this process, and PR_SET_PDEATHSIG the child */
    pid_t pid = fork();
    if (pid < 0) fail("cannot fork: errno", errno);
    if (pid == 0) child(instructions, events);
    if (waitpid(pid, &status, 0) != pid) fail("cannot wait: errno", errno);
    alarm(0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_INSTALLED) exit(1);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS && shared->next < events) {
      shared->codes[shared->next] = 0;
      shared->next++;
    } else if (shared->next < events) {
      fail(shared->codes[shared->next] == UNFILTERED ? "this call was not filtered: event" : "the child died at event",
           shared->next);
    }
  }
}

int main(void) {
  struct greeting greeting = {.bits = 8 * sizeof(void *), .events = MOST_EVENTS};
#ifdef __x86_64__
  greeting.ip_syscall = (uintptr_t)after_syscall;
#endif
  greeting.ip_int80 = (uintptr_t)after_int80;
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) fail("cannot map memory: errno", errno);
  give(&greeting, sizeof greeting);
  uint32_t header[2];
  while (take(header, sizeof header)) {
    uint32_t instructions = header[0], events = header[1];
    if (instructions > BPF_MAXINSNS || events > MOST_EVENTS) fail("a request too long; instructions:", instructions);
    if (!take(program, instructions * sizeof *program) || !take(shared->events, events * sizeof *shared->events))
      fail("a request without its records; events:", events);
    memset(shared->codes, 0, sizeof shared->codes);
    check_program(instructions);
    for (uint32_t i = 0; i < events; i++) check_event(i);
    answer(instructions, events);
    give(shared->codes, events * sizeof *shared->codes);
  }
  return 0;
}
