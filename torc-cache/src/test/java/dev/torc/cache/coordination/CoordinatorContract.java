package dev.torc.cache.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every coordinator does. */
abstract class CoordinatorContract {
  private Coordinator coordinator;

  abstract Coordinator open();

  @BeforeEach
  final void openIt() {
    coordinator = open();
  }

  @AfterEach
  final void closeIt() {
    coordinator.close();
  }

  final Coordinator coordinator() {
    return coordinator;
  }

  private ClusterState first() {
    return coordinator.update(none -> ClusterStates.fresh(3));
  }

  @Test
  void startsWithoutAState() {
    assertThat(coordinator.state()).isNull();
    ClusterState first =
        coordinator.update(none -> {
          assertThat(none).isNull();
          return ClusterStates.fresh(3);
        });
    assertThat(first).isEqualTo(ClusterStates.fresh(3));
    assertThat(coordinator.state()).isSameAs(first);
  }

  @Test
  void updatesFromTheStateOfTheMoment() {
    first();
    assertThat(coordinator.update(ClusterStates::next).nextNode()).isEqualTo(4);
    assertThat(coordinator.update(ClusterStates::next).nextNode()).isEqualTo(5);
    assertThat(ClusterStates.number(coordinator)).isEqualTo(5);
  }

  @Test
  void noUpdateOfManyThreadsIsLost() throws InterruptedException {
    first();
    List<Integer> told = new ArrayList<>();
    coordinator.watch(state -> told.add(state.nextNode()));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 100; i++) {
      threads.execute(() -> coordinator.update(ClusterStates::next));
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(ClusterStates.number(coordinator)).isEqualTo(103);
    assertThat(told).hasSize(100).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void anExceptionOfTheChangeLeavesAllAsItWas() {
    ClusterState first = first();
    List<ClusterState> told = new ArrayList<>();
    coordinator.watch(told::add);
    assertThatThrownBy(() ->
            coordinator.update(state -> {
              throw new ChangeException(ChangeException.Kind.UNKNOWN, "no");
            }))
        .isInstanceOf(ChangeException.class);
    assertThatThrownBy(() -> coordinator.update(state -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no state (expected: one)");
    assertThat(coordinator.state()).isSameAs(first);
    assertThat(told).isEmpty();
  }

  @Test
  void theSameStateIsNoChange() {
    ClusterState first = first();
    List<ClusterState> told = new ArrayList<>();
    coordinator.watch(told::add);
    assertThat(coordinator.update(state -> first)).isSameAs(first);
    assertThat(told).isEmpty();
  }

  @Test
  void aChangeThatUpdatesItselfIsRefused() {
    first();
    assertThatThrownBy(() ->
            coordinator.update(state -> {
              coordinator.update(ClusterStates::next);
              return ClusterStates.next(state);
            }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ClusterStates.number(coordinator)).isEqualTo(4);
  }

  @Test
  void listenersAreToldBeforeTheUpdateReturns() {
    List<ClusterState> told = new ArrayList<>();
    coordinator.watch(state -> {
      assertThat(coordinator.state()).isSameAs(state);
      told.add(state);
    });
    ClusterState first = first();
    assertThat(told).containsExactly(first);
    ClusterState second = coordinator.update(ClusterStates::next);
    assertThat(told).containsExactly(first, second);
  }

  /** Seen with listeners that were called while another listener made the next state. */
  @Test
  void aStateThatAListenerMakesIsToldAfterTheFormerOne() {
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    coordinator.watch(state -> before.add(state.nextNode()));
    coordinator.watch(state -> {
      if (state.nextNode() < 6) {
        coordinator.update(ClusterStates::next);
      }
    });
    coordinator.watch(state -> after.add(state.nextNode()));
    first();
    assertThat(before).containsExactly(3, 4, 5, 6);
    assertThat(after).containsExactly(3, 4, 5, 6);
  }

  @Test
  void aListenersExceptionIsNotTheUpdates() {
    List<ClusterState> told = new ArrayList<>();
    coordinator.watch(state -> {
      throw new IllegalStateException("of a test");
    });
    coordinator.watch(told::add);
    ClusterState first = first();
    assertThat(told).containsExactly(first);
    assertThat(coordinator.state()).isSameAs(first);
  }

  @Test
  void anInterruptStaysPending() {
    first();
    Thread.currentThread().interrupt();
    ClusterState second = coordinator.update(ClusterStates::next);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(coordinator.state()).isSameAs(second);
  }

  @Test
  void closingTwiceDoesNoHarm() {
    ClusterState first = first();
    coordinator.close();
    coordinator.close();
    assertThat(coordinator.state()).isSameAs(first);
  }
}
