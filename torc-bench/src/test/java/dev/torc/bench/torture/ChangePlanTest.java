package dev.torc.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.cli.admin.ChangeRequest;
import dev.torc.cli.admin.ChangeRequest.Addition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

  /** What a request changes, by the names of the admin API. */
  private static Set<String> fields(ChangeRequest request) {
    Set<String> fields = new HashSet<>();
    if (!request.add().isEmpty()) {
      fields.add("add");
    }
    if (!request.remove().isEmpty()) {
      fields.add("remove");
    }
    if (request.lost()) {
      fields.add("lost");
    }
    if (!request.weights().isEmpty()) {
      fields.add("weights");
    }
    if (request.vnodes() != null) {
      fields.add("vnodes");
    }
    if (request.force()) {
      fields.add("force");
    }
    return fields;
  }

  @Test
  void allKindsComeAndEachIsPossible() {
    Set<String> all = new HashSet<>();
    for (ChangePlan.Planned planned : plan(1, List.of("a", "b", "c"), List.of("d", "e"))) {
      ChangeRequest request = planned.request();
      Set<String> fields = fields(request);
      all.addAll(fields);
      assertThat(fields).isNotEmpty().isNotEqualTo(Set.of("force"));
      if (planned.added() == null) {
        assertThat(fields).doesNotContain("add");
      } else {
        assertThat(planned.added()).isIn("d", "e");
        assertThat(request.add()).hasSize(1);
        Addition added = request.add().getFirst();
        assertThat(added.address()).isEqualTo(planned.added());
        assertThat(added.name()).isEqualTo("name of " + planned.added());
        assertThat(added.weight()).isBetween(1, 2);
      }
      assertThat(List.of("a", "b", "c")).containsAll(request.weights().keySet());
    }
    assertThat(all).containsExactlyInAnyOrder("add", "remove", "weights", "vnodes", "force");
  }

  @Test
  void theLastTwoNodesStay() {
    assertThat(plan(1, List.of("a", "b"), List.of()))
        .allSatisfy(
            planned -> assertThat(fields(planned.request())).doesNotContain("remove", "add"));
  }
}
