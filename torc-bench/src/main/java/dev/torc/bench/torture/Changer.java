package dev.torc.bench.torture;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.torc.cli.admin.AdminClient;
import dev.torc.cli.admin.AdminException;
import dev.torc.cli.admin.AdminException.Kind;
import dev.torc.cli.admin.Change;
import dev.torc.cli.admin.ChangeRequest;
import dev.torc.cli.admin.Membership.Member;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
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
  private final StepWatch watch;
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
      StepWatch watch,
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

  /**
   * Works until it is stopped; what runs then, goes on.
   *
   * @throws AdminException if the gateway answers what it must not
   */
  void run() throws InterruptedException {
    while (!stop.await(plan.pauseMillis(), MILLISECONDS)) {
      try {
        losses.quiet(quietSinceNanos);
        if (submit() && plan.queuesAnother()) {
          submit();
        }
      } catch (IOException e) {
        // The node that was to come is down, or stands still.
        stop.await(RETRY_MILLIS, MILLISECONDS);
      } catch (AdminException e) {
        throwUnlessAway(e);
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
   *
   * @throws AdminException if the gateway does not answer
   */
  String changeInPeace(Duration within) throws InterruptedException {
    List<String> members = members();
    TortureNode chosen =
        nodes.stream()
            .filter(node -> node.hasRoom() && members.contains(node.hostAndPort()))
            .findFirst()
            .orElseThrow();
    int weight = ChangePlan.MOST_WEIGHT + 1;
    long id;
    try {
      id = admin.submit(ChangeRequest.weight(chosen.hostAndPort(), weight)).value().id();
    } catch (AdminException e) {
      throwUnlessRefused(e);
      return "refused: " + e.getMessage();
    }
    unfinished.add(id);
    boolean finished = finish(within);
    Change change = known(id);
    boolean committed = finished && change != null && change.state() == Change.State.COMMITTED;
    return committed ? "" : String.valueOf(change);
  }

  private boolean isQuiet() throws InterruptedException {
    try {
      adopt();
    } catch (AdminException e) {
      throwUnlessAway(e);
      return false;
    }
    poll();
    return unfinished.isEmpty();
  }

  /** Hands one in. Returns whether it was taken. */
  private boolean submit() throws IOException, InterruptedException {
    adopt();
    List<String> members = members().stream().sorted().toList();
    List<String> spares = new ArrayList<>(nodes.stream().map(TortureNode::hostAndPort).toList());
    spares.removeAll(members);
    ChangePlan.Planned planned = plan.next(members, spares);
    String added = planned.added();
    boolean certain = unfinished.isEmpty() && System.nanoTime() - certainNanos > 0;
    if (added != null && plan.addsUsedNode() && certain) {
      pastLife.leaveIn(node(added));
    }
    try {
      unfinished.add(admin.submit(planned.request()).value().id());
      return true;
    } catch (AdminException e) {
      if (e.kind() == Kind.AWAY) {
        // It may still be taken, when the gateway goes on: its node is left alone until then.
        certainNanos = System.nanoTime() + UNCERTAIN.toNanos();
      }
      throwUnlessRefused(e);
      states.add("refused");
      return false;
    }
  }

  /** Being down, and standing still, is what happens to a gateway here; all else is not. */
  private static void throwUnlessAway(AdminException e) {
    if (e.kind() != Kind.AWAY) {
      throw e;
    }
  }

  private static void throwUnlessRefused(AdminException e) {
    if (e.kind() != Kind.WRONG && e.kind() != Kind.REFUSED) {
      throw e;
    }
  }

  /** The addresses of the nodes on the ring. */
  private List<String> members() throws InterruptedException {
    return admin.nodes().value().nodes().stream().map(Member::address).toList();
  }

  /** A change as it is now; {@code null} if the gateway has forgotten it. */
  private @Nullable Change known(long id) throws InterruptedException {
    try {
      return admin.change(id).value();
    } catch (AdminException e) {
      if (e.kind() == Kind.WRONG) {
        return null;
      }
      throw e;
    }
  }

  /** Follows also what was taken although there was no answer. */
  private void adopt() throws InterruptedException {
    for (Change change : admin.changes().value().changes()) {
      if (!change.state().isEnd() && !unfinished.contains(change.id())) {
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
      } catch (AdminException e) {
        // Away, or finished meanwhile: then it is not cancelled.
        if (e.kind() == Kind.UNREADABLE) {
          throw e;
        }
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
      Change change = known(id);
      if (change == null || change.state().isEnd()) {
        unfinished.remove();
        states.add(change == null ? "forgotten" : change.state().name().toLowerCase(Locale.ROOT));
        quietSinceNanos = unfinished.isEmpty() ? asked : quietSinceNanos;
      } else {
        step = change.step();
      }
    } catch (AdminException e) {
      // Nothing new is known of its step.
      throwUnlessAway(e);
      return "";
    }
    watch.saw(step);
    return step;
  }
}
