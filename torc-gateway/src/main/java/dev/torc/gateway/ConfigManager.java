package dev.torc.gateway;

import dev.torc.cache.Resharding;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeException;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.CoordinatorException;
import dev.torc.cache.coordination.Declared;
import dev.torc.cache.coordination.Origin;
import dev.torc.config.Facts;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Has the ring follow what a configuration says of it: one change for each edit, of what differs
 * from the configuration that it followed last. What was changed by command, or scaled, stays.
 *
 * <p>It asks for a change only while none is made and none waits: of edits meanwhile the newest
 * counts. A change that fails is not asked for again until the next edit, which then has to do its
 * part too; but nodes that are found are followed until it succeeds, for nobody edits them.
 *
 * <p>Safe for use by any number of threads. What blocks runs on a thread of its own.
 */
final class ConfigManager implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ConfigManager.class.getName());
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Coordinator coordinator;
  private final Resharding resharding;
  private final RingChanges changes;
  private final Discovery discovery;
  private final Worker worker = new Worker("torc-config", this::follow);
  private final Ticks ticks;
  private final AtomicReference<@Nullable Wish> newest = new AtomicReference<>();
  private long attempted;
  private long notBefore;

  /** What shall be, and who says so. */
  private record Wish(Declared declared, Origin origin) {}

  /**
   * Follows nothing yet.
   *
   * @param discovery how nodes that are found are followed
   */
  ConfigManager(
      Coordinator coordinator, Resharding resharding, RingChanges changes, Discovery discovery) {
    this.coordinator = coordinator;
    this.resharding = resharding;
    this.changes = changes;
    this.discovery = discovery;
    coordinator.watch(state -> worker.wake());
    this.ticks = new Ticks("torc-config-ticks", TICK, worker::wake);
  }

  private ClusterState state() {
    return Objects.requireNonNull(coordinator.state(), "state");
  }

  /** Has the ring follow, soon. */
  void want(Declared declared, Origin origin) {
    newest.set(new Wish(declared, origin));
    ClusterState state = state();
    Change other = state.active() == null ? state.waiting() : state.active();
    if (other != null) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "what the {0} says of the ring waits for the end of change {1}",
          word(origin),
          other.id());
    }
    worker.wake();
  }

  private static String word(Origin origin) {
    return origin == Origin.FILE ? "file" : "discovery";
  }

  private void follow() {
    discovery.look();
    ClusterState state = state();
    Wish wish = newest.get();
    if (wish == null) {
      return;
    }
    try {
      readdress(wish, state);
      if (state.active() == null && state.waiting() == null && !isTooEarly(state)) {
        make(wish, state());
      }
    } catch (ChangeException e) {
      ClusterState now = state();
      // If somebody was faster, it is looked at again when that is over.
      if (now.active() == null && now.waiting() == null) {
        refused(wish, e);
      }
    } catch (ProvisioningException | CoordinatorException e) {
      refused(wish, e);
    }
  }

  /** After a change that was not made it is not tried at once. */
  private boolean isTooEarly(ClusterState state) {
    Change last = state.change(attempted);
    if (last != null && last.status() != Change.Status.COMMITTED) {
      attempted = 0;
      notBefore = discovery.nanoTime() + RETRY_AFTER.toNanos();
    }
    return notBefore != 0 && discovery.nanoTime() - notBefore < 0;
  }

  private void refused(Wish wish, RuntimeException e) {
    LOG.log(
        System.Logger.Level.WARNING,
        "the ring does not follow the {0}: {1}",
        word(wish.origin()),
        e.getMessage());
    if (discovery.isOn()) {
      notBefore = discovery.nanoTime() + RETRY_AFTER.toNanos();
    } else {
      newest.compareAndSet(wish, null);
    }
  }

  private RingEdit edit(Wish wish, ClusterState state) {
    Declared known = state.declared();
    Declared former = known == null ? RingEdit.of(state, changes::owns) : known;
    return RingEdit.between(former, wish.declared(), state, changes::owns);
  }

  /** At once: where a node is has nothing to do with the ring. */
  private void readdress(Wish wish, ClusterState state) {
    edit(wish, state)
        .readdress()
        .forEach((index, address) -> {
          LOG.log(
              System.Logger.Level.INFO,
              "a node has moved: {0}",
              Facts.of("node", index).and("address", address.toString()));
          resharding.readdress(index, address);
        });
  }

  private void make(Wish wish, ClusterState state) {
    RingEdit edit = edit(wish, state);
    if (edit.leavesRing()) {
      resharding.declare(wish.declared());
      newest.compareAndSet(wish, null);
      return;
    }
    if (!discovery.isOn()) {
      changes.submit(edit, wish.origin(), wish.declared(), false);
      newest.compareAndSet(wish, null);
      return;
    }
    // With what comes, for a whole fleet may have been replaced. One that does not answer now may
    // come back, or be lost: it is looked at again.
    List<Integer> lost = edit.remove().stream().filter(discovery::isLost).toList();
    RingEdit possible =
        edit.removing(
            lost.isEmpty()
                ? edit.remove().stream().filter(node -> !discovery.isDown(node)).toList()
                : lost);
    if (!possible.leavesRing()) {
      Declared declared = possible.equals(edit) ? wish.declared() : null;
      attempted = changes.submit(possible, wish.origin(), declared, !lost.isEmpty()).id();
    }
  }

  @Override
  public void close() {
    ticks.close();
    worker.close();
  }
}
