package dev.winnow.reports.risk;

import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;

/**
 * A risk that is open through a syscall.
 *
 * @param risk the risk
 * @param arch where
 * @param number the syscall
 * @param event an event that opens it
 * @param text the event as people write it: {@code mmap(*, *, prot=PROT_WRITE|PROT_EXEC, *, *, *)}
 */
public record OpenRisk(Risk risk, Arch arch, int number, SeccompData event, String text) {}
