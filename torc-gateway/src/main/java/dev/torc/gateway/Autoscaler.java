package dev.torc.gateway;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.torc.cache.NodeInfo;
import dev.torc.cache.NodeObserver;
import dev.torc.cache.NodeStatus;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeException;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.CoordinatorException;
import dev.torc.cache.coordination.Declared;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Has embedded nodes come and go by what they hold. A write that finds its node full waits: while a
 * node is added, the full one may use an eighth more, for it has to record what is written until
 * its keys have moved.
 *
 * <p>All decisions are made on one thread of its own.
 */
final class Autoscaler implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Autoscaler.class.getName());
  private static final Duration TICK = Duration.ofMillis(250);
  private static final long MIN_RESERVE = 1 << 20;
  private static final int RESERVE_PART = 8;
  private static final int MAX_RESERVES = 4;

  private final long memory;
  private final int configured;
  private final Coordinator coordinator;
  private final RingChanges changes;
  private final NodeObserver observer;
  private final FullWrites full;
  private final LongSupplier nanoTime;
  private final ScalingPolicy policy;
  private final Worker worker = new Worker("torc-autoscaler", this::look);
  private final Ticks ticks;

  /** How many reserves nodes may use beyond what they are configured to. */
  private final Map<Integer, Integer> raised = new HashMap<>();

  private long lastOver;

  /**
   * Whether the last change of its own was not made: full nodes have to wait for the next, then.
   */
  private boolean failed;

  /**
   * Starts to look.
   *
   * @param nodes what the configuration says of the nodes; there are never fewer
   * @param full is told when there is room
   */
  Autoscaler(
      AutoscaleConfig config,
      NodesConfig.Embedded nodes,
      Coordinator coordinator,
      RingChanges changes,
      NodeObserver observer,
      FullWrites full,
      LongSupplier nanoTime) {
    this.memory = nodes.memory().bytes();
    this.configured = nodes.count();
    this.coordinator = coordinator;
    this.changes = changes;
    this.observer = observer;
    this.full = full;
    this.nanoTime = nanoTime;
    this.policy = new ScalingPolicy(config);
    this.lastOver = lastOver(state());
    full.admit(config.patience().toNanos(), worker::wake);
    coordinator.watch(state -> worker.wake());
    this.ticks = new Ticks("torc-autoscaler-ticks", TICK, worker::wake);
  }

  private ClusterState state() {
    return Objects.requireNonNull(coordinator.state(), "state");
  }

  private static long lastOver(ClusterState state) {
    return state.changes().stream()
        .filter(change -> change.status().isOver())
        .mapToLong(Change::id)
        .max()
        .orElse(0);
  }

  private void look() {
    ClusterState state = state();
    boolean busy = state.active() != null || state.waiting() != null;
    long over = lastOver(state);
    if (over != lastOver) {
      state.changes().stream()
          .filter(change -> change.origin() == Origin.AUTOSCALER && change.status().isOver())
          .filter(change -> change.id() > lastOver)
          .forEach(change -> failed = change.status() != Change.Status.COMMITTED);
      lastOver = over;
      policy.changed(nanoTime.getAsLong());
      full.retry(node -> true);
    }
    full.expire();
    if (busy) {
      reserve();
    } else {
      decide(state);
    }
  }

  private void decide(ClusterState state) {
    List<ScalingPolicy.Usage> usages = new ArrayList<>();
    for (Layer.Weight weight : state.top().weights()) {
      NodeStatus status = observer.observation().of(weight.node());
      NodeInfo info = status == null || !status.available() ? null : status.info();
      if (info == null) {
        // What is not seen may be full or empty.
        return;
      }
      // Those that were started here may have been given more for a while.
      long most = changes.owns(weight.node()) ? memory : info.maxMemoryBytes();
      usages.add(new ScalingPolicy.Usage(info.keys(), info.usedMemoryBytes(), most));
    }
    Declared declared = state.declared();
    int least = declared == null ? configured : declared.started();
    switch (policy.decide(nanoTime.getAsLong(), usages, !failed && !full.isEmpty(), least)) {
      case ADD -> {
        LOG.log(System.Logger.Level.INFO, "a node is added: {0}", reason(usages));
        // First: the change has to record what is written on the full node too.
        reserve();
        submit(RingEdit.startOne());
      }
      case REMOVE -> remove(state);
      case NOTHING -> settle();
    }
  }

  private String reason(List<ScalingPolicy.Usage> usages) {
    double most = usages.stream().mapToDouble(ScalingPolicy.Usage::percent).max().orElse(0);
    long keys = usages.stream().mapToLong(ScalingPolicy.Usage::keys).max().orElse(0);
    return "the fullest uses "
        + Math.round(most)
        + " % of its memory, and one has "
        + keys
        + " keys"
        + (full.isEmpty() ? "" : "; writes wait for room");
  }

  private void remove(ClusterState state) {
    state.top().weights().stream()
        .map(Layer.Weight::node)
        .filter(changes::owns)
        .max(Comparator.naturalOrder())
        .ifPresent(index -> {
          LOG.log(System.Logger.Level.INFO, "node {0} is taken away: all are nearly empty", index);
          submit(RingEdit.removal(List.of(index)));
        });
  }

  private void submit(RingEdit edit) {
    try {
      changes.submit(edit, Origin.AUTOSCALER, null, false);
    } catch (ChangeException | ProvisioningException | CoordinatorException e) {
      LOG.log(System.Logger.Level.WARNING, "the nodes cannot be scaled: {0}", e.getMessage());
      failed = true;
      policy.changed(nanoTime.getAsLong());
      full.giveUp();
    }
  }

  /** Lets full nodes use more, step by step; after the last, writes wait for the change's end. */
  private void reserve() {
    for (int node : full.nodes()) {
      int reserves = raised.getOrDefault(node, 0) + 1;
      if (changes.owns(node)
          && reserves <= MAX_RESERVES
          && limit(node, memory + reserves * reserveBytes())) {
        raised.put(node, reserves);
        full.retry(index -> index == node);
      }
    }
  }

  private long reserveBytes() {
    return Math.max(MIN_RESERVE, memory / RESERVE_PART);
  }

  /** Nothing will be added: no write waits for it, and nodes may use what they may. */
  private void settle() {
    full.giveUp();
    for (int node : List.copyOf(raised.keySet())) {
      if (limit(node, memory) || observer.observation().of(node) == null) {
        raised.remove(node);
      }
    }
  }

  private boolean limit(int node, long bytes) {
    try {
      observer.limitMemory(node, bytes).toCompletableFuture().get(1, SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.DEBUG, "the memory of node " + node + " cannot be set", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Override
  public void close() {
    ticks.close();
    worker.close();
    full.admit(0, () -> {});
    full.giveUp();
  }
}
