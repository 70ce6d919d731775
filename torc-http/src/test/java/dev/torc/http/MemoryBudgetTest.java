package dev.torc.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {

  @Test
  void givesNoMoreThanItHas() {
    MemoryBudget budget = new MemoryBudget(10);
    assertThat(budget.take(6)).isTrue();
    assertThat(budget.take(5)).isFalse();
    assertThat(budget.used()).isEqualTo(6);
    assertThat(budget.take(4)).isTrue();
    assertThat(budget.take(1)).isFalse();
    budget.giveBack(6);
    assertThat(budget.used()).isEqualTo(4);
    assertThat(budget.take(6)).isTrue();
  }

  @Test
  void onlyFallsWhenMoreIsTakenThanANewLimit() {
    MemoryBudget budget = new MemoryBudget(10);
    assertThat(budget.take(8)).isTrue();
    budget.limit(5);
    assertThat(budget.limit()).isEqualTo(5);
    assertThat(budget.used()).isEqualTo(8);
    assertThat(budget.take(1)).isFalse();
    budget.giveBack(4);
    assertThat(budget.take(1)).isTrue();
    assertThat(budget.take(1)).isFalse();
    budget.limit(6);
    assertThat(budget.take(1)).isTrue();
    assertThat(budget.take(1)).isFalse();
    budget.giveBack(6);
    assertThat(budget.used()).isZero();
  }

  @Test
  void keepsCountWithManyThreads() throws InterruptedException {
    MemoryBudget budget = new MemoryBudget(3);
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            for (int n = 0; n < 10_000; n++) {
              if (budget.take(1)) {
                most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                holders.decrementAndGet();
                budget.giveBack(1);
              }
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(budget.used()).isZero();
  }
}
