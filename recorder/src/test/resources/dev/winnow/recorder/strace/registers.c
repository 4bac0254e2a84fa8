/* Makes calls with arguments from a seeded generator. A seccomp filter refuses all of them, but
   strace sees and prints them first: with -e raw=all as registers, else as it decodes them.
   Usage: registers SEED ROUNDS FIRST LAST [i386]; with i386 through int 0x80 of the same process. */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint64_t state;
static char *const memory = (char *)0x10000000;

static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static uint64_t argument(void) {
  uint64_t r = next();
  uint64_t value;
  switch (r % 10) {
    case 0: value = (r >> 8) % 8; break;
    case 1: value = (r >> 8) % 64; break;
    case 2: value = 1ull << ((r >> 8) % 32); break;
    case 3: value = 1ull << ((r >> 8) % 32) | 1ull << ((r >> 16) % 32) | ((r >> 24) & 7); break;
    case 4: value = (uint32_t)(r >> 16); break;
    case 5: return (uint64_t)memory + ((r >> 8) % 16) * 64;
    case 6: value = (r >> 8) % 4096; break;
    case 7: return -(int64_t)((r >> 8) % 128);
    case 8: value = (uint32_t)-(int32_t)((r >> 8) % 128); break;
    default: value = (r >> 8) % 2 ? 0x5400 + (r >> 16) % 128 : (r >> 20) % 0x500; break;
  }
  return (r >> 60) == 0 ? value | 0xbadc0ded00000000 : value;
}

static void compat(uint32_t nr, uint32_t a, uint32_t b, uint32_t c, uint32_t d, uint32_t e, uint32_t f) {
  uint64_t last = f;
  __asm__ volatile("push %%rbp; mov %1, %%rbp; int $0x80; pop %%rbp"
                   : "+a"(nr)
                   : "r"(last), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
                   : "memory", "r8", "r9", "r10", "r11");
}

int main(int count, char **arguments) {
  struct sock_filter refuse[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_exit_group, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
  };
  struct sock_fprog program = {6, refuse};
  if (count < 5) return 2;
  int i386 = count > 5;
  state = strtoull(arguments[1], 0, 0) * 0x9E3779B97F4A7C15 + 1;
  int rounds = atoi(arguments[2]), first = atoi(arguments[3]), last = atoi(arguments[4]);
  if (mmap(memory, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
      != memory)
    return 1;
  for (int i = 0; i < 16; i++) strcpy(memory + i * 64, "/a)b, \"c");
  for (int i = 8; i < 16; i++) memset(memory + i * 64, i % 4, 64);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program)) return 1;
  for (int number = first; number <= last; number++) {
    /* strace reads a signal frame for rt_sigreturn and gives up if the stack has no room for one. */
    if (!i386 && (number == SYS_exit_group || number == SYS_rt_sigreturn)) continue;
    if (i386 && (number == 119 || number == 173)) continue;
    for (int round = 0; round < rounds; round++) {
      uint64_t a = argument(), b = argument(), c = argument();
      uint64_t d = argument(), e = argument(), f = argument();
      if (i386)
        compat(number, a, b, c, d, e, f);
      else
        syscall(number, a, b, c, d, e, f);
    }
  }
  return 0;
}
