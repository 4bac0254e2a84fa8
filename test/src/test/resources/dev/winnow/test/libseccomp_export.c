/*
 * What libseccomp makes of a seccomp profile: reads lines from standard input and writes the program
 * to standard output. It makes the calls that crun and runc make, in their order.
 *
 *   default ACTION
 *   optimize LEVEL
 *   arch NAME
 *   rule ACTION NAME NUMBER COUNT {INDEX OP VALUE VALUE_TWO}
 *
 * NUMBER is this machine's, for names that libseccomp is too old for.
 * Actions are SECCOMP_RET_* with data, all numbers unsigned; OP is enum scmp_compare by number.
 */
#include <errno.h>
#include <inttypes.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int fail(const char *what, const char *name, int rc)
{
	fprintf(stderr, "%s %s: %s\n", what, name, strerror(-rc));
	return 1;
}

int main(void)
{
	scmp_filter_ctx filter = NULL;
	char word[64], name[64];
	uint32_t action, level;
	unsigned count;
	int rc, fallback;

	while (scanf("%63s", word) == 1) {
		if (!strcmp(word, "default") && scanf("%" SCNu32, &action) == 1) {
			filter = seccomp_init(action);
		} else if (!strcmp(word, "optimize") && scanf("%" SCNu32, &level) == 1) {
			rc = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, level);
			if (rc < 0)
				return fail("optimize", "", rc);
		} else if (!strcmp(word, "arch") && scanf("%63s", name) == 1) {
			rc = seccomp_arch_add(filter, seccomp_arch_resolve_name(name));
			if (rc < 0 && rc != -EEXIST)
				return fail("arch", name, rc);
		} else if (!strcmp(word, "rule") &&
			   scanf("%" SCNu32 " %63s %d %u", &action, name, &fallback, &count) == 4) {
			struct scmp_arg_cmp args[6];
			int number = seccomp_syscall_resolve_name(name);

			if (number == __NR_SCMP_ERROR)
				number = fallback;
			for (unsigned i = 0; i < count && i < 6; i++) {
				unsigned op;

				if (scanf("%u %u %" SCNu64 " %" SCNu64, &args[i].arg, &op,
					  &args[i].datum_a, &args[i].datum_b) != 4)
					return fail("argument of", name, 0);
				args[i].op = (enum scmp_compare)op;
			}
			rc = seccomp_rule_add_array(filter, action, number, count, args);
			if (rc < 0)
				return fail("rule", name, rc);
		} else {
			return fail("line", word, 0);
		}
	}
	rc = seccomp_export_bpf(filter, STDOUT_FILENO);
	return rc < 0 ? fail("export", "", rc) : 0;
}
