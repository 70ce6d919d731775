package dev.torc.cache.resharding;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

@Name("dev.torc.MoveStep")
@Label("Move Step")
@Category("Torc")
@Description("A move of a change of the ring has come to a step")
@StackTrace(false)
final class MoveStepEvent extends Event {
  @Label("Change")
  long change;

  @Label("From Node")
  int from;

  @Label("To Node")
  int to;

  @Label("Step")
  @Description("That begins now")
  @Nullable String step;

  @Label("Epoch")
  @Description("Of the ring from now on")
  long epoch;
}
