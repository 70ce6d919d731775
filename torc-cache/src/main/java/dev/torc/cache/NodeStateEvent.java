package dev.torc.cache;

import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

@Name("dev.torc.NodeState")
@Label("Node State")
@Category("Torc")
@Description("A node's polls say something else of it than before")
@StackTrace(false)
final class NodeStateEvent extends Event {
  @Label("Node")
  int node;

  @Label("Address")
  @Nullable String address;

  @Label("From State")
  @Nullable String from;

  @Label("To State")
  @Nullable String to;

  @Label("Why")
  @Nullable String why;

  /**
   * Records that a node's state has changed, or its server was started anew.
   *
   * @param before the last status
   * @param after the status now; nothing is recorded if it says the same
   * @param failure why the last poll had no answer, {@code null} if it had one
   */
  static void record(NodeStatus before, NodeStatus after, @Nullable String failure) {
    NodeInfo old = before.info();
    NodeInfo now = after.info();
    boolean anew = old != null && now != null && !old.runId().equals(now.runId());
    NodeStateEvent event = new NodeStateEvent();
    if ((anew || before.state() != after.state()) && event.shouldCommit()) {
      event.node = after.node().index();
      event.address = after.node().hostAndPort();
      event.from = word(before.state());
      event.to = word(after.state());
      event.why = failure != null ? failure : anew ? "started anew" : "answered";
      event.commit();
    }
  }

  private static String word(NodeState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
