/* Makes every call with arguments that are meant to reach every decoder of strace, and notes the
   registers of each in a file, as eight 64-bit numbers: the syscall's, six arguments, one unused.
   A seccomp filter answers all of them with one error, or with success, but strace sees and prints
   them first. No call is made to note a call: the file is mapped.
   Usage: decoders TRUTH VALUES SEED ROUNDS SWEEP ERRNO FIRST LAST
   VALUES holds 64-bit numbers, the values of constants, to draw from. ROUNDS of random arguments per
   syscall; then each argument takes all values below SWEEP, and each request, the others random. */
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NUMBERS 470
#define RECORDS (1 << 20)
#define PAGE 4096
#define DONE 42

#ifdef __i386__
#define ARCH AUDIT_ARCH_I386
#else
#define ARCH AUDIT_ARCH_X86_64
#endif

typedef unsigned long word;

static uint64_t state;
static uint64_t *truth;
static const uint64_t *values;
static size_t known;
static unsigned long made;
static char *const memory = (char *)0x10000000;

#ifdef __i386__
void call(const word *registers);
__asm__(
    "call: push %ebx; push %esi; push %edi; push %ebp; mov 20(%esp), %ebp;"
    "mov (%ebp), %eax; mov 4(%ebp), %ebx; mov 8(%ebp), %ecx; mov 12(%ebp), %edx;"
    "mov 16(%ebp), %esi; mov 20(%ebp), %edi; mov 24(%ebp), %ebp; int $0x80;"
    "pop %ebp; pop %edi; pop %esi; pop %ebx; ret");
#else
static void call(const word *r) {
  word number = r[0];
  register word d __asm__("r10") = r[4];
  register word e __asm__("r8") = r[5];
  register word f __asm__("r9") = r[6];
  __asm__ volatile("syscall" : "+a"(number) : "D"(r[1]), "S"(r[2]), "d"(r[3]), "r"(d), "r"(e), "r"(f)
                   : "rcx", "r11", "memory");
}
#endif

static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static uint64_t argument(void) {
  uint64_t r = next();
  uint64_t pick = r >> 8;
  uint64_t value;
  switch (r % 12) {
    case 0: value = pick % 8; break;
    case 1: value = pick % 64; break;
    case 2: value = 1ull << pick % 32; break;
    case 3: value = 1ull << pick % 32 | 1ull << (pick >> 8) % 32 | ((pick >> 16) & 7); break;
    case 4: value = (uint32_t)pick; break;
    case 5: case 6: value = (word)memory + pick % 6 * PAGE + (pick >> 8) % 8 * 64; break;
    case 7: value = (word)memory + 7 * PAGE - (pick % 64) * 4; break;
    case 8: value = -(int64_t)(pick % 128); break;
    case 9: value = (uint32_t)-(int32_t)(pick % 128); break;
    default: value = values[pick % known]; break;
  }
  return value;
}

static void make(word number, int fixed, uint64_t with) {
  word registers[7] = {number};
  for (int i = 0; i < 6; i++) registers[i + 1] = i == fixed ? with : argument();
  if (number == SYS_exit_group || made == RECORDS) return;
  for (int i = 0; i < 7; i++) truth[made * 8 + i] = registers[i];
  made++;
  call(registers);
}

/* Objects for strace to decode: zeros, ones, small numbers, text, addresses of text, set bits. */
static void fill(void) {
  for (int i = 0; i < PAGE / 4; i++) ((uint32_t *)(memory + PAGE))[i] = 1 + i % 3;
  for (int i = 0; i < PAGE / 64; i++) strcpy(memory + 2 * PAGE + i * 64, "/a)b, \"c\n <d>->e' /* \\");
  for (int i = 0; i < PAGE / sizeof(word); i++)
    ((word *)(memory + 3 * PAGE))[i] = i % 9 ? (word)memory + (i % 5) * PAGE + (i % 60) * 64 : 0;
  memset(memory + 4 * PAGE, 0xff, PAGE);
  for (int i = 0; i < PAGE / 2; i++) ((uint16_t *)(memory + 5 * PAGE))[i] = i % 48;
  for (int i = 0; i < PAGE; i++) memory[6 * PAGE + i] = next() % 256;
}

static void *map(const char *file, size_t *size, int write) {
  int fd = open(file, write ? O_RDWR | O_CREAT | O_TRUNC : O_RDONLY, 0600);
  struct stat status;
  if (fd < 0 || (write && ftruncate(fd, *size)) || fstat(fd, &status)) exit(1);
  *size = status.st_size;
  void *mapped = mmap(0, *size, write ? PROT_READ | PROT_WRITE : PROT_READ, MAP_SHARED, fd, 0);
  if (mapped == MAP_FAILED) exit(1);
  return mapped;
}

int main(int count, char **arguments) {
  if (count < 9) return 2;
  size_t size = RECORDS * 64ul;
  truth = map(arguments[1], &size, 1);
  values = map(arguments[2], &known, 0);
  known /= 8;
  state = strtoull(arguments[3], 0, 0) * 0x9E3779B97F4A7C15 + 1;
  int rounds = atoi(arguments[4]), sweep = atoi(arguments[5]), error = atoi(arguments[6]);
  word first = atoi(arguments[7]), last = atoi(arguments[8]);
  struct sock_filter answer[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 0, 5),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, DONE, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
  };
  struct sock_fprog program = {sizeof answer / sizeof *answer, answer};
  if (mmap(memory, 7 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
      != memory)
    return 1;
  fill();
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program)) return 1;
  for (word number = first; number <= last; number++) {
    /* strace reads a signal frame for sigreturn and gives up if the stack has no room for one. */
#ifdef __i386__
    if (number == 119 || number == 173) continue;
#else
    /* 335 and 336 are traps for return probes; the kernel kills those who call them. */
    if (number == SYS_rt_sigreturn || number == 335 || number == 336) continue;
#endif
    for (int round = 0; round < rounds; round++) make(number, -1, 0);
    for (int i = 0; i < 6 && sweep; i++) {
      for (int value = 0; value < sweep; value++) make(number, i, value);
      for (int bit = 0; bit < 8 * sizeof(word); bit++) make(number, i, 1ull << bit);
    }
  }
  if (first <= SYS_ioctl && SYS_ioctl <= last)
    for (size_t i = 0; i < known; i++)
      if (values[i] > 0xff) make(SYS_ioctl, 1, values[i]);
  syscall(SYS_exit_group, DONE);
}
