package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.torc.config.DurationText;
import dev.torc.gateway.NodeLook.Finding;
import dev.torc.gateway.NodesConfig.StaticNode;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for nodes again and again.
 *
 * <p>A list counts when two looks, one after the other, have found it: what is only seen in
 * passing, such as a name server that is behind, moves no keys. A look that fails keeps what is in
 * force. That is logged as a warning once, not at every look, and so is the end of it. Looks that
 * never agree are such a failure too, for else nobody would learn why nothing happens.
 */
final class PolledNodes implements NodeSource {
  private static final System.Logger LOG = System.getLogger(PolledNodes.class.getName());

  /** Looks in a row that each differ from the one before, until that is called a problem. */
  static final int UNSETTLED_LOOKS = 10;

  private final String what;
  private final NodeLook nodes;
  private final Duration interval;
  private final Duration giveUpAfter;
  private final ScheduledExecutorService executor;
  private final CountDownLatch closed = new CountDownLatch(1);

  private @Nullable Consumer<List<StaticNode>> later;
  private List<StaticNode> inForce = List.of();

  /** What the look before found; {@code null} if it failed. */
  private @Nullable List<StaticNode> previous;

  private int unsettled;
  private boolean troubled;

  /**
   * A source that does not look yet.
   *
   * @param what is looked at, for messages
   * @param giveUpAfter how long the first look is tried again
   * @param executor of one thread, which ends with the source
   */
  PolledNodes(
      String what,
      NodeLook nodes,
      Duration interval,
      Duration giveUpAfter,
      ScheduledExecutorService executor) {
    this.what = what;
    this.nodes = nodes;
    this.interval = interval;
    this.giveUpAfter = giveUpAfter;
    this.executor = executor;
  }

  /** The thread of a source. */
  static ScheduledExecutorService ownThread() {
    return Executors.newSingleThreadScheduledExecutor(
        Thread.ofPlatform().daemon().name("torc-node-source").factory());
  }

  @Override
  public List<StaticNode> start(Consumer<List<StaticNode>> consumer) {
    begin(consumer);
    List<StaticNode> first = firstNodes();
    synchronized (this) {
      if (isClosed()) {
        throw closedMeanwhile();
      }
      inForce = first;
      previous = first;
      lookEvery();
    }
    return first;
  }

  @Override
  public void follow(Consumer<List<StaticNode>> consumer) {
    begin(consumer);
    Finding first = find();
    synchronized (this) {
      if (!isClosed()) {
        report(first.problem());
        if (first.nodes() != null) {
          report(tell(first.nodes(), first.problem()));
          previous = first.nodes();
        }
        lookEvery();
      }
    }
  }

  private synchronized void begin(Consumer<List<StaticNode>> consumer) {
    if (later != null) {
      throw new IllegalStateException(what + ": started twice (expected: once)");
    }
    later = consumer;
  }

  private void lookEvery() {
    long nanos = interval.toNanos();
    executor.scheduleWithFixedDelay(this::lookNow, nanos, nanos, NANOSECONDS);
  }

  private List<StaticNode> firstNodes() {
    long start = System.nanoTime();
    while (true) {
      Finding found = find();
      if (found.nodes() != null) {
        report(found.problem());
        return found.nodes();
      }
      long left = giveUpAfter.toNanos() - (System.nanoTime() - start);
      if (left <= 0) {
        throw new ProvisioningException(
            what
                + ": no nodes found for "
                + DurationText.format(giveUpAfter)
                + ": "
                + found.problem(),
            null);
      }
      report(found.problem());
      awaitNextLook(Math.min(left, interval.toNanos()));
    }
  }

  private void awaitNextLook(long nanos) {
    try {
      if (closed.await(nanos, NANOSECONDS)) {
        throw closedMeanwhile();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProvisioningException(what + ": interrupted before nodes were found", e);
    }
  }

  private ProvisioningException closedMeanwhile() {
    return new ProvisioningException(what + ": closed before nodes were found", null);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /**
   * Looks now, besides at every interval, on the source's thread. To be called after the start.
   *
   * @return completes when the look has ended and its consequences are told
   */
  Future<?> look() {
    return executor.submit(this::lookNow);
  }

  private void lookNow() {
    if (!isClosed()) {
      Finding found = find();
      synchronized (this) {
        if (!isClosed()) {
          settle(found);
        }
      }
    }
  }

  private Finding find() {
    try {
      return nodes.look();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, what + ": the look failed", e);
      return Finding.problem(e.toString());
    }
  }

  private void settle(Finding found) {
    String problem = found.problem();
    List<StaticNode> now = found.nodes();
    if (now == null) {
      unsettled = 0;
    } else if (!now.equals(previous)) {
      unsettled = previous == null ? 0 : unsettled + 1;
      if (unsettled >= UNSETTLED_LOOKS) {
        problem = "no two looks in a row find the same nodes";
      }
    } else {
      unsettled = 0;
      if (!now.equals(inForce)) {
        problem = tell(now, problem);
      }
    }
    previous = now;
    report(problem);
  }

  /** Tells the nodes; returns what is wrong then. */
  private @Nullable String tell(List<StaticNode> now, @Nullable String problem) {
    try {
      Objects.requireNonNull(later).accept(now);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, what + ": refused", e);
      return "the nodes " + names(now) + " are refused: " + e.getMessage();
    }
    LOG.log(Level.INFO, "{0}: the nodes are {1}, were {2}", what, names(now), names(inForce));
    inForce = now;
    return problem;
  }

  private static List<String> names(List<StaticNode> nodes) {
    return nodes.stream()
        .map(node -> node.name() == null ? node.ringName() : node.name() + " at " + node.address())
        .toList();
  }

  private synchronized void report(@Nullable String problem) {
    if (problem == null) {
      if (troubled) {
        troubled = false;
        LOG.log(Level.INFO, "{0}: good again", what);
      }
      return;
    }
    LOG.log(
        troubled ? Level.DEBUG : Level.WARNING,
        inForce.isEmpty() ? "{0}: {1}; looking on" : "{0}: {1}; what was in force stays",
        what,
        problem);
    troubled = true;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed.countDown();
    }
    // Interrupts a look that is under way.
    executor.shutdownNow();
    nodes.close();
  }
}
