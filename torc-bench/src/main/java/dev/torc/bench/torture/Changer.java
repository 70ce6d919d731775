package dev.torc.bench.torture;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.torc.bench.torture.AdminClient.Change;
import dev.torc.bench.torture.AdminClient.Submission;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Hands in one change after another, follows each to its end, and ends some before their time. The
 * only one who changes the ring. Confined to one thread, but for what its constructor was given.
 */
final class Changer {
  private static final int POLL_MILLIS = 4;
  private static final int RETRY_MILLIS = 50;
  private static final Duration CANCEL_WAITS = Duration.ofSeconds(2);

  /** How long a change without an answer may come late. */
  private static final Duration UNCERTAIN = Duration.ofSeconds(10);

  private final List<TortureNode> nodes;
  private final AdminClient admin;
  private final ChangePlan plan;
  private final PastLife pastLife;
  private final ChangeWatch watch;
  private final Losses losses;
  private final Tally states;
  private final CountDownLatch stop;

  /** Those handed in and not yet seen finished, oldest first. */
  private final Deque<Long> unfinished = new ArrayDeque<>();

  /** From then on nothing comes late. */
  private long certainNanos = System.nanoTime();

  /** Before this nothing was handed in that has not finished. */
  private long quietSinceNanos = System.nanoTime();

  /**
   * A changer.
   *
   * @param cluster the nodes, those of the ring and others
   * @param states counts how changes end
   * @param stop ends it when it is counted down
   */
  Changer(
      Cluster cluster,
      LiveKeys keys,
      SplittableRandom random,
      ChangeWatch watch,
      Losses losses,
      Tally states,
      CountDownLatch stop) {
    this.nodes = cluster.nodes();
    this.admin = cluster.admin();
    this.plan = new ChangePlan(random.split(), cluster::nameOf);
    this.pastLife = new PastLife(keys, random.split());
    this.watch = watch;
    this.losses = losses;
    this.states = states;
    this.stop = stop;
  }

  /** Works until it is stopped; what runs then, goes on. */
  void run() throws InterruptedException {
    while (!stop.await(plan.pauseMillis(), MILLISECONDS)) {
      try {
        losses.quiet(quietSinceNanos);
        if (submit() && plan.queuesAnother()) {
          submit();
        }
      } catch (IOException e) {
        // The gateway is down, or stands still.
        stop.await(RETRY_MILLIS, MILLISECONDS);
      }
      follow(plan.cancels() ? plan.moment() : null);
    }
  }

  /** Waits until everything that was handed in has finished. Returns whether it has in time. */
  boolean finish(Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (isQuiet()) {
        return true;
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(POLL_MILLIS));
    }
    return false;
  }

  /**
   * Makes one more change when nothing goes wrong any more: a node with room gets more keys.
   * Returns why it was not committed in time, or an empty text.
   */
  String changeInPeace(Duration within) throws IOException, InterruptedException {
    Collection<String> members = admin.addresses().values();
    TortureNode chosen =
        nodes.stream()
            .filter(node -> node.hasRoom() && members.contains(node.hostAndPort()))
            .findFirst()
            .orElseThrow();
    int weight = ChangePlan.MOST_WEIGHT + 1;
    Submission submission = admin.submit(Map.of("weights", Map.of(chosen.hostAndPort(), weight)));
    Long id = submission.id();
    if (id == null) {
      return "refused: " + submission.detail();
    }
    unfinished.add(id);
    boolean finished = finish(within);
    Change change = admin.change(id);
    boolean committed = finished && change != null && change.state().equals("committed");
    return committed ? "" : String.valueOf(change);
  }

  private boolean isQuiet() throws InterruptedException {
    try {
      adopt();
    } catch (IOException e) {
      return false;
    }
    poll();
    return unfinished.isEmpty();
  }

  /** Hands one in. Returns whether it was taken. */
  private boolean submit() throws IOException, InterruptedException {
    adopt();
    List<String> members = admin.addresses().values().stream().sorted().toList();
    List<String> spares = new ArrayList<>(nodes.stream().map(TortureNode::hostAndPort).toList());
    spares.removeAll(members);
    ChangePlan.Planned planned = plan.next(members, spares);
    String added = planned.added();
    boolean certain = unfinished.isEmpty() && System.nanoTime() - certainNanos > 0;
    if (added != null && plan.addsUsedNode() && certain) {
      pastLife.leaveIn(node(added));
    }
    Submission submission = post(planned);
    if (submission.id() == null) {
      states.add("refused with " + submission.status());
      return false;
    }
    unfinished.add(submission.id());
    return true;
  }

  private Submission post(ChangePlan.Planned planned) throws IOException, InterruptedException {
    try {
      return admin.submit(planned.body());
    } catch (IOException e) {
      // It may still be taken, when the gateway goes on: its node is left alone until then.
      certainNanos = System.nanoTime() + UNCERTAIN.toNanos();
      throw e;
    }
  }

  /** Follows also what was taken although there was no answer. */
  private void adopt() throws IOException, InterruptedException {
    for (Change change : admin.changes()) {
      if (!change.isFinished() && !unfinished.contains(change.id())) {
        unfinished.add(change.id());
      }
    }
  }

  private TortureNode node(String address) {
    return nodes.stream()
        .filter(node -> node.hostAndPort().equals(address))
        .findFirst()
        .orElseThrow();
  }

  private void follow(@Nullable Moment cancelAt) throws InterruptedException {
    @Nullable Moment cancel = cancelAt;
    long cancelBy = System.nanoTime() + CANCEL_WAITS.toNanos();
    while (!unfinished.isEmpty() && stop.getCount() > 0) {
      String step = poll();
      if (cancel != null && (cancel.isAt(step) || System.nanoTime() - cancelBy > 0)) {
        cancel = null;
        cancelOldest();
      }
      boolean _ = stop.await(POLL_MILLIS, MILLISECONDS);
    }
  }

  private void cancelOldest() throws InterruptedException {
    Long id = unfinished.peek();
    if (id != null) {
      try {
        admin.cancel(id);
      } catch (IOException e) {
        // Then it is not cancelled.
        return;
      }
    }
  }

  /** Looks at the oldest change. Returns its step, or an empty text. */
  private String poll() throws InterruptedException {
    Long id = unfinished.peek();
    if (id == null) {
      return "";
    }
    long asked = System.nanoTime();
    String step = "";
    try {
      Change change = admin.change(id);
      if (change == null || change.isFinished()) {
        unfinished.remove();
        states.add(change == null ? "forgotten" : change.state());
        quietSinceNanos = unfinished.isEmpty() ? asked : quietSinceNanos;
      } else {
        step = change.step();
      }
    } catch (IOException e) {
      // Down: nothing new is known of its step.
      return "";
    }
    watch.saw(step);
    return step;
  }
}
