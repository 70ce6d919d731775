package dev.torc.cache.resharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.torc.cache.Estimate;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Outlook;
import dev.torc.cache.coordination.Pair;
import dev.torc.config.HostPort;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What is reckoned from samples, of a ring of three nodes. */
final class ForecastTest {
  private static final ClusterState STATE =
      ClusterState.first(
          "c",
          IntStream.range(0, 3).mapToObj(ForecastTest::member).toList(),
          new Layer(
              100,
              IntStream.range(0, 3).mapToObj(i -> new Layer.Weight(i, 1)).toList(),
              List.of()));

  private static Member member(int index) {
    return new Member(index, "node-" + index, new HostPort("127.0.0.1", 7000 + index));
  }

  private static Forecast forecast(ChangeRequest request) {
    return new Forecast(Outlook.of(STATE, request));
  }

  private static KeySample sample(boolean complete, int node, long staying, long moving) {
    return new KeySample(
        staying + moving,
        complete,
        Map.of(new Pair(node, node), staying, new Pair(node, 3), moving),
        10,
        400);
  }

  private static Estimate.NodeFigures figures(Forecast forecast, int index) {
    return forecast.figures(member(index), true);
  }

  @Test
  void keysThatWereAllLookedAtAreCounted() {
    Forecast forecast = forecast(ChangeRequest.add(member(3), 1));
    for (int node = 0; node < 3; node++) {
      forecast.sampled(forecast.shareBefore(node), 100, sample(true, node, 70, 20 + node));
    }
    assertThat(forecast.isExact()).isTrue();
    assertThat(forecast.flows())
        .extracting(Estimate.Flow::from, Estimate.Flow::to, Estimate.Flow::keys)
        .containsExactly(tuple(0, 20), tuple(1, 21), tuple(2, 22));
    assertThat(forecast.flows()).extracting(Estimate.Flow::bytes).containsExactly(800L, 840L, 880L);
    assertThat(figures(forecast, 1).keysBefore()).isEqualTo(91);
    assertThat(figures(forecast, 1).keysAfter()).isEqualTo(70);
    assertThat(figures(forecast, 3).keysBefore()).isZero();
    assertThat(figures(forecast, 3).keysAfter()).isEqualTo(63);
    assertThat(figures(forecast, 3).shareBefore()).isZero();
    assertThat(IntStream.range(0, 4).mapToDouble(i -> figures(forecast, i).shareAfter()).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(forecast.figures(member(3), false).address()).isNull();
  }

  private static Tuple tuple(int from, long keys) {
    return Tuple.tuple(from, 3, keys);
  }

  @Test
  void aSampleStandsForAll() {
    Forecast forecast = forecast(ChangeRequest.add(member(3), 1));
    // Ten of those seen are nobody's: internal, or former copies. So is a tenth of all.
    KeySample tenth =
        new KeySample(100, false, Map.of(new Pair(0, 0), 60L, new Pair(0, 3), 30L), 10, 400);
    forecast.sampled(forecast.shareBefore(0), 1000, tenth);
    assertThat(forecast.isExact()).isFalse();
    assertThat(forecast.flows().get(0).keys()).isEqualTo(300);
    assertThat(forecast.flows().get(0).bytes()).isEqualTo(12_000);
    assertThat(figures(forecast, 0).keysBefore()).isEqualTo(900);
    assertThat(figures(forecast, 0).keysAfter()).isEqualTo(600);
  }

  @Test
  void whoCannotBeAskedHasAsManyKeysForItsShareAsOthers() {
    Forecast forecast = forecast(ChangeRequest.remove(2));
    forecast.counted(0, forecast.shareBefore(0), Math.round(3000 * forecast.shareBefore(0)));
    forecast.counted(1, forecast.shareBefore(1), Math.round(3000 * forecast.shareBefore(1)));
    forecast.unknown(List.of(2));
    assertThat(forecast.isExact()).isFalse();
    assertThat(figures(forecast, 2).keysBefore())
        .isCloseTo(Math.round(3000 * forecast.shareBefore(2)), within(2L));
    assertThat(figures(forecast, 2).keysAfter()).isZero();
    assertThat(figures(forecast, 2).shareAfter()).isZero();
    assertThat(figures(forecast, 0).keysAfter() + figures(forecast, 1).keysAfter())
        .isCloseTo(3000, within(3L));
  }

  @Test
  void nobodyKnowsOfKeysIfNoNodeCanBeAsked() {
    Forecast forecast = forecast(ChangeRequest.remove(2));
    forecast.unknown(List.of(0, 1, 2));
    assertThat(forecast.isExact()).isFalse();
    assertThat(forecast.flows()).extracting(Estimate.Flow::keys).containsOnly(0L);
  }

  @Test
  void keysThatAreGivenUpComeToNobody() {
    Forecast forecast = forecast(ChangeRequest.lost(2));
    forecast.counted(0, forecast.shareBefore(0), 500);
    forecast.counted(1, forecast.shareBefore(1), 500);
    KeySample sample =
        new KeySample(300, true, Map.of(new Pair(2, 0), 100L, new Pair(2, 1), 200L), 10, 400);
    forecast.sampled(forecast.shareBefore(2), 300, sample);
    assertThat(forecast.flows()).allMatch(Estimate.Flow::lost);
    assertThat(forecast.flows()).extracting(Estimate.Flow::keys).containsExactly(100L, 200L);
    assertThat(forecast.flows()).extracting(Estimate.Flow::bytes).containsOnly(0L);
    assertThat(figures(forecast, 0).keysAfter()).isEqualTo(500);
    assertThat(figures(forecast, 2).keysBefore()).isEqualTo(300);
  }

  @Test
  void nothingIsExactWhileKeysMove() {
    ClusterState running = STATE.submit(ChangeRequest.points(50), 1);
    Forecast forecast = new Forecast(Outlook.of(running, ChangeRequest.remove(2)));
    assertThat(forecast.isExact()).isFalse();
  }
}
