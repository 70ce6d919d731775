package dev.torc.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many repetitions may be under way: a fifth of the requests, and three at least. */
final class RetryBudgetTest {
  private static final Retry RETRY = new Retry(List.of(503), 100, Duration.ZERO);
  private static final Outcome UNAVAILABLE = Outcome.responded(503);

  private static Lab lab(int endpoints) {
    return new Lab(
        Lab.retrying(
            Backend.of(Lab.WEB, new LoadBalancer.RoundRobin(), Lab.endpoints(endpoints)), RETRY));
  }

  private static boolean isAllowed(Selection selection) {
    return selection.retry(UNAVAILABLE, true, null) != null;
  }

  /** A request that has failed once. */
  private static Selection failed(Lab lab) {
    Selection selection = lab.router.select(Lab.user(1));
    Lab.next(selection).report(UNAVAILABLE);
    return selection;
  }

  private static int allowed(Lab lab, int requests) {
    int allowed = 0;
    for (int i = 0; i < requests; i++) {
      allowed += isAllowed(failed(lab)) ? 1 : 0;
    }
    return allowed;
  }

  @Test
  void isThreeOrAFifth() {
    assertThat(allowed(lab(3), 10)).isEqualTo(3);
    for (int underWay : new int[] {1, 15, 19, 20, 24, 25, 100}) {
      Lab lab = lab(3);
      for (int i = 0; i < underWay; i++) {
        lab.begin(Lab.user(i));
      }
      assertThat(allowed(lab, 50))
          .as("%d under way", underWay)
          .isEqualTo(Math.max(3, underWay / 5));
    }
  }

  @Test
  void whatReachedNoServerNeedsNoPlace() {
    Lab lab = lab(3);
    assertThat(allowed(lab, 3)).isEqualTo(3);
    Selection dead = lab.router.select(Lab.user(1));
    Lab.next(dead).report(Outcome.NOT_SENT);
    assertThat(dead.retry(Outcome.NOT_SENT, false, null)).isNotNull();
    Attempt next = Lab.next(dead);
    next.report(UNAVAILABLE);
    // It gave no place back either: all are still taken.
    assertThat(isAllowed(failed(lab))).isFalse();
  }

  @Test
  void aPlaceIsHeldUntilTheRepetitionIsReported() {
    Lab lab = lab(3);
    List<Attempt> repetitions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Selection selection = failed(lab);
      assertThat(isAllowed(selection)).isTrue();
      repetitions.add(Lab.next(selection));
    }
    assertThat(isAllowed(failed(lab))).isFalse();
    repetitions.get(0).report(Outcome.responded(200));
    repetitions.get(0).report(UNAVAILABLE);
    assertThat(allowed(lab, 3)).isOne();
  }

  @Test
  void aRepetitionGivenUpGivesItsPlaceBack() {
    Lab lab = lab(3);
    for (int i = 0; i < 20; i++) {
      Selection selection = failed(lab);
      assertThat(isAllowed(selection)).isTrue();
      selection.end();
      selection.end();
    }
    assertThat(allowed(lab, 10)).isEqualTo(3);
  }

  /** Each question took a place, and only the last one was given back. */
  @Test
  void askingTwiceKeptAPlaceForEver() {
    Lab lab = lab(3);
    for (int i = 0; i < 10; i++) {
      Selection selection = failed(lab);
      assertThat(isAllowed(selection)).isTrue();
      assertThat(isAllowed(selection)).isTrue();
      assertThat(selection.retry(UNAVAILABLE, true, Duration.ofDays(1))).isNull();
      assertThat(isAllowed(selection)).isTrue();
      Lab.next(selection).report(Outcome.responded(200));
    }
    assertThat(allowed(lab, 10)).isEqualTo(3);
  }

  @Test
  void anUpdateKeepsWhatIsUnderWay() {
    Lab lab = lab(3);
    List<Selection> before = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Selection selection = failed(lab);
      assertThat(isAllowed(selection)).isTrue();
      before.add(selection);
    }
    Backend smaller = Backend.of(Lab.WEB, new LoadBalancer.Random(), Lab.endpoints(2));
    lab.router.update(Lab.retrying(smaller, RETRY));
    assertThat(isAllowed(failed(lab))).isFalse();
    before.forEach(Selection::end);
    assertThat(allowed(lab, 10)).isEqualTo(3);
  }

  /** One request of the model: what it holds, by the book. */
  private static final class Request {
    final Selection selection;
    Attempt attempt;
    boolean inRepetition;

    Request(Selection selection) {
      this.selection = selection;
      this.attempt = Lab.next(selection);
    }
  }

  /** Whatever comes after whatever, a place is only given if there is one, and all come back. */
  @Property(tries = 200)
  void neverMoreThanAllowedAndAllAreGivenBack(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int endpoints) {
    Lab lab = lab(endpoints);
    SplittableRandom random = new SplittableRandom(seed);
    List<Request> underWay = new ArrayList<>();
    int held = 0;
    for (int step = 0; step < 200; step++) {
      if (underWay.isEmpty() || random.nextInt(3) > 0) {
        underWay.add(new Request(lab.router.select(Lab.user(step))));
        continue;
      }
      Request request = underWay.remove(random.nextInt(underWay.size()));
      Outcome outcome =
          switch (random.nextInt(4)) {
            case 0 -> Outcome.NOT_SENT;
            case 1 -> Outcome.BROKEN;
            case 2 -> Outcome.responded(200);
            default -> UNAVAILABLE;
          };
      for (int report = random.nextInt(3); report >= 0; report--) {
        request.attempt.report(outcome);
      }
      held -= request.inRepetition ? 1 : 0;
      request.inRepetition = false;
      boolean allowed = request.selection.retry(outcome, random.nextBoolean(), null) != null;
      if (!allowed) {
        continue;
      }
      boolean takesPlace = outcome.kind() != Outcome.Kind.NOT_SENT;
      if (takesPlace) {
        held++;
        assertThat(held).isLessThanOrEqualTo(Math.max(3, underWay.size() / 5));
      }
      if (random.nextInt(4) == 0) {
        request.selection.end();
        held -= takesPlace ? 1 : 0;
      } else {
        request.attempt = Lab.next(request.selection);
        request.inRepetition = takesPlace;
        underWay.add(request);
      }
    }
    underWay.forEach(request -> request.attempt.report(Outcome.CANCELLED));
    assertThat(lab.active()).containsOnly(0);
    assertThat(allowed(lab, 10)).isEqualTo(3);
  }

  @Test
  @Timeout(60)
  void threadsTakeNoMoreThanThereIs() throws Exception {
    Lab lab = lab(3);
    int threads = 8;
    AtomicInteger held = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        all.add(
            executor.submit(() -> {
              together.await();
              for (int i = 0; i < 5000; i++) {
                Selection selection = failed(lab);
                if (isAllowed(selection)) {
                  most.accumulateAndGet(held.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  held.decrementAndGet();
                  selection.end();
                }
              }
              return null;
            }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(allowed(lab, 10)).isEqualTo(3);
  }
}
