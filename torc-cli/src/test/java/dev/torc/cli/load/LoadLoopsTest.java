package dev.torc.cli.load;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cli.engine.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the loops send, by a clock that only they move. */
final class LoadLoopsTest {
  private final FakeClock clock = new FakeClock();
  private final long start = clock.nanoTime();
  private final List<LoadSample> samples = new ArrayList<>();
  private final Tally tally = new Tally(List.of("a", "b"), start, samples::add);

  /** A server that takes these times, one after the other, and then a millisecond each. */
  private Exchange server(Duration... times) {
    List<Duration> left = new ArrayList<>(List.of(times));
    return new Exchange(
        value -> {
          clock.pass(left.isEmpty() ? ofMillis(1) : left.removeFirst());
          return new Outcome.Response(200);
        },
        clock,
        tally);
  }

  private void closed(Pace.Closed pace, Exchange exchange) throws InterruptedException {
    new ClosedLoop(pace, 0, start, clock, exchange).call();
  }

  private void open(Pace.Open pace, Exchange exchange) throws InterruptedException {
    new OpenLoop(pace, 2, start, clock, exchange, Runnable::run).call();
  }

  private List<Duration> dueTimes() {
    return samples.stream().map(LoadSample::due).toList();
  }

  private List<Duration> sentTimes() {
    return samples.stream().map(LoadSample::sent).toList();
  }

  private LoadReport report() {
    return tally.report(clock.nanoTime());
  }

  @Test
  void aThreadSendsAtEveryTickTheLastIncluded() throws Exception {
    closed(new Pace.Closed(ofSeconds(1), ofSeconds(10)), server());
    assertThat(sentTimes()).hasSize(11).startsWith(ZERO, ofSeconds(1)).endsWith(ofSeconds(10));
    assertThat(dueTimes()).isEqualTo(sentTimes());
    assertThat(report().late()).isZero();
  }

  @Test
  void theScheduleEndsBeforeATickThatIsAfterTheDuration() throws Exception {
    closed(new Pace.Closed(ofMillis(300), ofSeconds(1)), server());
    assertThat(sentTimes()).containsExactly(ZERO, ofMillis(300), ofMillis(600), ofMillis(900));
    samples.clear();
    closed(new Pace.Closed(ofMillis(300), ZERO), server());
    assertThat(samples).hasSize(1);
  }

  /**
   * <pre>
   * tick      0    1    2    3    4    5
   * response  ├───── 2.5 ────┤├┤├┤  ├┤  ├┤     1, 2 at once, and from 3 on by the schedule
   * </pre>
   */
  @Test
  void aSlowServerDoesNotMoveTheSchedule() throws Exception {
    closed(new Pace.Closed(ofSeconds(1), ofSeconds(5)), server(ofMillis(2500)));
    assertThat(sentTimes())
        .containsExactly(
            ZERO, ofMillis(2500), ofMillis(2501), ofSeconds(3), ofSeconds(4), ofSeconds(5));
    assertThat(dueTimes())
        .containsExactly(
            ZERO, ofSeconds(1), ofSeconds(2), ofSeconds(3), ofSeconds(4), ofSeconds(5));
    assertThat(report().late()).isEqualTo(2);
  }

  @Test
  void aServerThatIsAlwaysSlowStillGetsEveryRequest() throws Exception {
    Duration[] times = Collections.nCopies(11, ofMillis(1500)).toArray(Duration[]::new);
    closed(new Pace.Closed(ofSeconds(1), ofSeconds(10)), server(times));
    assertThat(samples).hasSize(11);
    assertThat(sentTimes()).endsWith(ofSeconds(15));
    assertThat(report().elapsed()).isEqualTo(ofMillis(16_500));
  }

  @Test
  void theOpenLoopSendsAtAConstantRateAndValuesTakeTurns() throws Exception {
    open(new Pace.Open(4, ofSeconds(1), 1), server());
    assertThat(sentTimes()).containsExactly(ZERO, ofMillis(250), ofMillis(500), ofMillis(750));
    assertThat(samples.stream().map(LoadSample::value)).containsExactly("a", "b", "a", "b");
    assertThat(samples.stream().map(LoadSample::thread)).containsExactly(1, 2, 1, 2);
    assertThat(report().elapsed()).isEqualTo(ofSeconds(1));
    assertThat(report().rate()).isEqualTo(4);
  }

  @Test
  void aRateThatIsNoWholeNumberDoesNotDrift() {
    Pace.Open thirds = new Pace.Open(3, Duration.ofHours(1), 1);
    assertThat(thirds.requests()).isEqualTo(10_800);
    assertThat(thirds.dueNanos(10_799)).isEqualTo(3_599_666_666_666L);
    assertThat(new Pace.Open(100, ofMillis(70), 1).requests()).isEqualTo(7);
    assertThat(new Pace.Open(0.5, ofSeconds(3), 1).requests()).isEqualTo(2);
    assertThat(new Pace.Open(0.1, ofMillis(1), 1).requests()).isEqualTo(1);
  }

  /**
   * A hundred requests a second for ten seconds, at one that stands still for one second: of the
   * thousand, a hundred or so had to wait, and half of them for more than half of it. A generator
   * that waited along would have seen one slow response.
   */
  @Test
  void aStallCountsForAllThatHadToWait() throws Exception {
    Duration[] times = Collections.nCopies(200, ofMillis(1)).toArray(Duration[]::new);
    times[100] = ofSeconds(1);
    open(new Pace.Open(100, ofSeconds(10), 1), server(times));
    LoadReport report = report();
    assertThat(report.requests()).isEqualTo(1000);
    assertThat(report.latency().p50()).isBetween(ofMillis(1), ofMillis(2));
    assertThat(report.latency().p99()).isBetween(ofMillis(880), ofMillis(930));
    assertThat(report.latency().max()).isBetween(ofSeconds(1), ofMillis(1001));
    assertThat(report.service().p99()).isBetween(ofMillis(1), ofMillis(2));
    assertThat(report.service().max()).isBetween(ofSeconds(1), ofMillis(1001));
    // 990 ms behind after the stall, and each request makes up 9 ms.
    assertThat(report.late()).isEqualTo(110);
  }
}
