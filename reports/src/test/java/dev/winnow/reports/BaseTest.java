package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BaseTest {
  @Test
  void itSaysWhatTheBaseWouldHaveDeniedAndAllowsBeyond() throws Exception {
    Base base = Base.of("narrow", Demo.narrow(), Demo.policy(), Demo.runs(5));
    assertEquals(
        List.of("openat"), base.wouldHaveDenied().stream().map(SyscallCoverage::name).toList());
    assertEquals(List.of(), base.allowsBeyond());
    assertEquals(List.of("sys_openat"), base.deniesBeyond().stream().map(c -> c.label()).toList());
    Base wide = Base.of("wide", Demo.policy(), Demo.narrow(), Demo.runs(5));
    assertEquals(1, wide.allowsBeyond().size());
    assertEquals(List.of(), wide.wouldHaveDenied());
  }
}
