package dev.torc.cache;

import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.CoordinatorException;
import dev.torc.cache.coordination.Move;
import dev.torc.cache.coordination.Step;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One cache's view of a coordinator, which acts exactly when a change is at a step: it calls back
 * in the thread that writes a state, before or after it is written, and can die together with the
 * cache's {@link FreezableTicker}: then nobody gets an answer of it any more.
 */
final class SteppingCoordinator implements Coordinator {
  private final Coordinator kept;
  private final FreezableTicker ticker;
  private final Queue<Hook> hooks = new ConcurrentLinkedQueue<>();
  private final boolean closes;

  private record Hook(boolean before, Predicate<ClusterState> when, Runnable action) {}

  /**
   * A view.
   *
   * @param kept what keeps the state, beyond this view's life
   * @param closes whether closing this one closes that one too
   */
  SteppingCoordinator(Coordinator kept, FreezableTicker ticker, boolean closes) {
    this.kept = kept;
    this.ticker = ticker;
    this.closes = closes;
  }

  /** Runs once, before the first state of a kind is written. */
  void before(Predicate<ClusterState> when, Runnable action) {
    hooks.add(new Hook(true, when, action));
  }

  /** Runs once, after the first state of a kind was written. */
  void after(Predicate<ClusterState> when, Runnable action) {
    hooks.add(new Hook(false, when, action));
  }

  /** Whether the active change has at least so many moves at a step. */
  static Predicate<ClusterState> at(Class<? extends Step> step, int moves) {
    return state -> count(state, step::isInstance) >= moves;
  }

  /** The same, while so many other moves are committed. */
  static Predicate<ClusterState> at(Class<? extends Step> step, int moves, int committed) {
    return at(step, moves)
        .and(state ->
            count(state, other -> other.isCommitted() && !step.isInstance(other)) >= committed);
  }

  private static long count(ClusterState state, Predicate<Step> wanted) {
    Change active = state.active();
    List<Move> moves = active == null ? List.of() : active.moves();
    return moves.stream().filter(move -> wanted.test(move.step())).count();
  }

  private void checkAlive() {
    if (ticker.isFrozen()) {
      ticker.await();
      throw new CoordinatorException("dead", new IllegalStateException("dead"));
    }
  }

  private void run(boolean before, @Nullable ClusterState former, @Nullable ClusterState next) {
    if (next == null || next.equals(former)) {
      return;
    }
    List<Hook> due =
        hooks.stream().filter(hook -> hook.before() == before && hook.when().test(next)).toList();
    for (Hook hook : due) {
      // Who takes it off runs it: there may be several threads.
      if (hooks.remove(hook)) {
        hook.action().run();
      }
    }
  }

  @Override
  public @Nullable ClusterState state() {
    checkAlive();
    return kept.state();
  }

  @Override
  public ClusterState update(UnaryOperator<@Nullable ClusterState> change) {
    checkAlive();
    if (hooks.stream().anyMatch(Hook::before)) {
      ClusterState former = kept.state();
      run(true, former, change.apply(former));
      checkAlive();
    }
    ClusterState former = kept.state();
    ClusterState next = kept.update(change);
    run(false, former, next);
    // A caller who is told what was kept before the end is not told that it is the end.
    ticker.await();
    return next;
  }

  @Override
  public void watch(Consumer<ClusterState> listener) {
    kept.watch(state -> {
      if (!ticker.isFrozen()) {
        listener.accept(state);
      }
    });
  }

  @Override
  public void close() {
    if (closes) {
      kept.close();
    }
  }
}
