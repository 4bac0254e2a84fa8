package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ActionTest {
  @Test
  void returnValuesComeBack() {
    for (Action.Kind kind : Action.Kind.values()) {
      Action action = new Action(kind, 0);
      assertEquals(action, Action.ofReturnValue(action.returnValue()));
      assertEquals(action.permits(), Action.permits(action.returnValue()));
    }
    assertEquals(Action.errno(38), Action.ofReturnValue(0x50026));
    assertEquals(new Action(Action.Kind.TRACE, 7), Action.ofReturnValue(0x7ff00007));
  }

  @Test
  void oddReturnValuesAreWhatTheKernelMakesOfThem() {
    assertEquals(Action.errno(4095), Action.ofReturnValue(0x5ffff));
    assertEquals(Action.ALLOW, Action.ofReturnValue(0x7fff1234));
    assertEquals(Action.KILL_PROCESS, Action.ofReturnValue(0x12340000));
  }

  @Test
  void dataThatNoKernelTakesIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Action.errno(4096));
    assertThrows(IllegalArgumentException.class, () -> Action.errno(-1));
    assertThrows(IllegalArgumentException.class, () -> new Action(Action.Kind.ALLOW, 1));
    assertThrows(IllegalArgumentException.class, () -> new Action(Action.Kind.TRACE, 0x10000));
  }
}
