package dev.torc.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The changes of a seed. */
final class ChangePlanTest {

  private static List<ChangePlan.Planned> plan(
      long seed, List<String> members, List<String> spares) {
    ChangePlan plan = new ChangePlan(new SplittableRandom(seed), address -> "name of " + address);
    List<ChangePlan.Planned> planned = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      planned.add(plan.next(members, spares));
    }
    return planned;
  }

  @Test
  void aSeedMakesTheSameChangesEachTime() {
    List<String> members = List.of("a", "b", "c");
    List<String> spares = List.of("d");
    assertThat(plan(1, members, spares))
        .isEqualTo(plan(1, members, spares))
        .isNotEqualTo(plan(2, members, spares));
  }

  @Test
  void allKindsComeAndEachIsPossible() {
    Set<String> fields = new HashSet<>();
    for (ChangePlan.Planned planned : plan(1, List.of("a", "b", "c"), List.of("d", "e"))) {
      fields.addAll(planned.body().keySet());
      assertThat(planned.body()).isNotEmpty();
      if (planned.added() == null) {
        assertThat(planned.body()).doesNotContainKey("add");
      } else {
        assertThat(planned.added()).isIn("d", "e");
        assertThat(planned.body().get("add"))
            .asString()
            .startsWith(
                "[{address=" + planned.added() + ", name=name of " + planned.added() + ", weight=");
      }
      if (planned.body().get("weights") instanceof Map<?, ?> weights) {
        assertThat(List.of("a", "b", "c")).contains(weights.keySet().toArray(String[]::new));
      }
    }
    assertThat(fields).containsExactlyInAnyOrder("add", "remove", "weights", "vnodes", "force");
  }

  @Test
  void theLastTwoNodesStay() {
    assertThat(plan(1, List.of("a", "b"), List.of()))
        .allSatisfy(planned -> assertThat(planned.body()).doesNotContainKeys("remove", "add"));
  }
}
