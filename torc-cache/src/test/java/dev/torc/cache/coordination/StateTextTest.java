package dev.torc.cache.coordination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Configuration;
import dev.torc.config.ConfigurationWriter;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** Whatever a state holds is read back. */
final class StateTextTest {
  private final Set<Class<?>> steps = new HashSet<>();

  @Provide
  Arbitrary<ClusterState> states() {
    return ClusterStates.any();
  }

  @Property(tries = 1000)
  void isReadBack(@ForAll("states") ClusterState state) {
    StateFolder.Content content = new StateFolder.Content(StateFolder.VERSION, state);
    String json = ConfigurationWriter.json(content);
    assertThat(Configuration.parse(json, "x", StateFolder.Content.class)).isEqualTo(content);
    state
        .changes()
        .forEach(change -> change.moves().forEach(move -> steps.add(move.step().getClass())));
  }

  @AfterProperty
  void everyStepWasSeen() {
    assertThat(steps).containsExactlyInAnyOrder(Step.class.getPermittedSubclasses());
  }
}
