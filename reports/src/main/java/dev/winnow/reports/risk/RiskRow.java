package dev.winnow.reports.risk;

import java.util.List;

/**
 * One way in which a risk is open.
 *
 * @param risk the risk
 * @param parts what must be permitted, each at least for one event; more than one is a combination
 */
record RiskRow(Risk risk, List<Part> parts) {
  /**
   * Events of some syscalls.
   *
   * @param names the syscalls; {@code ARCH/NAME} for one architecture alone
   * @param condition an expression of the policy language
   */
  record Part(List<String> names, String condition) {}

  RiskRow {
    parts = List.copyOf(parts);
  }
}
