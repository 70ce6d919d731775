package dev.torc.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.bench.torture.FaultSchedule.Kind;
import dev.torc.bench.torture.FaultSchedule.Planned;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The faults of a seed. */
final class FaultScheduleTest {
  private static final int NODES = 7;

  private static List<Planned> take(Kind kind, long seed) {
    FaultSchedule schedule = new FaultSchedule(kind, new SplittableRandom(seed), NODES);
    return Stream.generate(schedule::next).limit(300).toList();
  }

  @ParameterizedTest
  @EnumSource
  void aSeedMakesTheSameFaultsEachTime(Kind kind) {
    assertThat(take(kind, 5)).isEqualTo(take(kind, 5)).isNotEqualTo(take(kind, 6));
  }

  @Test
  void allKindsComeAndAllNodesAreMet() {
    Set<String> kinds =
        Arrays.stream(Kind.values())
            .flatMap(kind -> take(kind, 1).stream())
            .map(planned -> planned.fault().kind())
            .collect(Collectors.toSet());
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "kill gateway",
            "stop gateway",
            "stop node",
            "kill node",
            "full node",
            "drop connections",
            "refuse connections",
            "slow node",
            "slow connections",
            "late delivery",
            "late delivery after break",
            "late delivery after kill");
    assertThat(take(Kind.PROCESSES, 1).stream().map(Planned::fault))
        .filteredOn(Fault.StopNode.class::isInstance)
        .extracting(fault -> ((Fault.StopNode) fault).node())
        .contains(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void killedNodesAreRareForTheyExcuseMuch() {
    assertThat(take(Kind.PROCESSES, 3).stream().map(Planned::fault))
        .filteredOn(Fault.KillNode.class::isInstance)
        .hasSizeBetween(5, 45);
  }
}
