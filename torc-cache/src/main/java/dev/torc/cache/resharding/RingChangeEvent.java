package dev.torc.cache.resharding;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

@Name("dev.torc.RingChange")
@Label("Ring Change")
@Category("Torc")
@Description(
    "A change of the ring from its begin to its end; of no duration if the recording began later,"
        + " or the change never had its turn")
@StackTrace(false)
final class RingChangeEvent extends Event {
  @Label("Change")
  long id;

  @Label("What")
  @Nullable String description;

  @Label("Origin")
  @Description("Who asked for it: command, file, discovery or autoscaler")
  @Nullable String origin;

  @Label("Outcome")
  @Description("committed, cancelled or failed")
  @Nullable String outcome;

  @Label("Reason")
  @Description("Why it failed or was cancelled")
  @Nullable String reason;

  @Label("Keys Moved")
  @Description("Distinct keys that left their nodes")
  long keysMoved;

  @Label("Keys Copied")
  @Description("Each time they were")
  long keysCopied;

  @Label("Bytes Copied")
  @DataAmount
  long bytes;

  @Label("Share of the Ring")
  @Description("That had to change its owner")
  @Percentage
  double share;

  @Label("Holds")
  @Description("How often operations of a move were held back")
  int holds;

  @Label("Longest Hold")
  @Timespan(Timespan.NANOSECONDS)
  long longestHold;

  @Label("Epoch")
  @Description("After the last move that was committed, 0 if none was")
  long epoch;
}
