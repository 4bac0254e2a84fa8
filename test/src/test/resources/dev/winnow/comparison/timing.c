/*
 * What programs cost in the running kernel: usage: timing ROUNDS CALLS EVENTS PROGRAM...
 * EVENTS holds a number and six arguments of 64 bits for each event; programs are raw struct sock_filter[].
 * Prints a line for each round and program: how long seccomp(2) took to attach it; and how long a sweep over
 * all events took, the fastest of as many sweeps as CALLS system calls are, since what interrupts one is not the
 * program's cost. It runs under a copy whose every return is errno 1, so that nothing is carried out, the
 * kernel's bitmap decides nothing, and the way through the program is the same. Both in nanoseconds. Last how
 * many of all these calls failed with errno 1, and how many there were. Each is done in a child of its own.
 */
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct result {
	uint64_t attach, sweep, denied, made;
};

struct event {
	uint64_t number, args[6];
};

static volatile struct result *result;

static void fail(const char *what)
{
	perror(what);
	exit(2);
}

/* From the vDSO: no system call. */
static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void *load(const char *name, size_t *size)
{
	FILE *in = fopen(name, "rb");
	char *bytes = malloc(1 << 20);

	if (!in || !bytes)
		fail(name);
	*size = fread(bytes, 1, 1 << 20, in);
	fclose(in);
	return bytes;
}

static long call(const struct event *e)
{
	register uint64_t r10 __asm__("r10") = e->args[3];
	register uint64_t r8 __asm__("r8") = e->args[4];
	register uint64_t r9 __asm__("r9") = e->args[5];
	long value;

	__asm__ volatile("syscall"
			 : "=a"(value)
			 : "0"(e->number), "D"(e->args[0]), "S"(e->args[1]), "d"(e->args[2]), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return value;
}

static void child(struct sock_fprog *program, const struct event *events, size_t count, unsigned calls)
{
	const struct rlimit none = { 0, 0 };
	uint64_t begin, took, best = UINT64_MAX, denied = 0, made = 0;

	setrlimit(RLIMIT_CORE, &none);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		fail("no_new_privs");
	if (calls)
		for (unsigned i = 0; i < program->len; i++)
			if (program->filter[i].code == (BPF_RET | BPF_K))
				program->filter[i].k = SECCOMP_RET_ERRNO | 1;
	begin = now();
	if (syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, program))
		fail("seccomp");
	if (!calls) {
		result->attach = now() - begin;
		__builtin_trap(); /* the program may not let it exit */
	}
	do {
		begin = now();
		for (size_t i = 0; i < count; i++)
			denied += call(events + i) == -1;
		took = now() - begin;
		best = took < best ? took : best;
		made += count;
	} while (made < calls);
	result->sweep = best;
	result->denied = denied;
	result->made = made;
	__builtin_trap();
}

static void run(struct sock_fprog *program, const struct event *events, size_t count, unsigned calls)
{
	int status;
	pid_t pid = fork();

	if (pid < 0)
		fail("fork");
	if (!pid)
		child(program, events, count, calls);
	if (waitpid(pid, &status, 0) < 0 || WIFEXITED(status))
		exit(2);
}

int main(int argc, char **argv)
{
	int programs = argc - 4;
	size_t size, count;
	struct event *events;
	struct sock_fprog *program;

	if (programs < 1)
		return 2;
	events = load(argv[3], &size);
	count = size / sizeof *events;
	program = calloc(programs, sizeof *program);
	result = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!program || !count || result == MAP_FAILED)
		fail("set up");
	for (int i = 0; i < programs; i++) {
		program[i].filter = load(argv[4 + i], &size);
		program[i].len = size / sizeof(struct sock_filter);
	}
	for (int round = 0; round < atoi(argv[1]); round++)
		for (int i = 0; i < programs; i++) {
			int at = (i + round) % programs; /* nobody always comes first */

			memset((void *)result, 0, sizeof *result);
			run(program + at, events, count, 0);
			run(program + at, events, count, atoi(argv[2]));
			printf("%d %d %llu %llu %llu %llu\n", round, at, (unsigned long long)result->attach,
			       (unsigned long long)result->sweep, (unsigned long long)result->denied,
			       (unsigned long long)result->made);
		}
	return 0;
}
