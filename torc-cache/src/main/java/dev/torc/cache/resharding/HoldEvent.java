package dev.torc.cache.resharding;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("dev.torc.Hold")
@Label("Hold")
@Category("Torc")
@Description("Operations of a move are held back by this process")
@StackTrace(false)
final class HoldEvent extends Event {
  @Label("Change")
  long change;

  @Label("From Node")
  int from;

  @Label("To Node")
  int to;

  @Label("Committed")
  @Description("Whether the move was; if not, operations went on where they were")
  boolean committed;
}
