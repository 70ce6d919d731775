package dev.torc.cache.coordination;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A change in thought, as it will begin when those before it have been made. Nothing is kept of it.
 *
 * @param now where keys are
 * @param begun where they are when it begins, and where they are to go; nothing has moved
 * @param moves that it needs, by source and destination
 * @param nodes those on the ring before it or after it, by index
 * @param pointsPerNode of the ring after it
 * @param waits whether changes are made before it: until then keys move
 */
public record Outlook(
    Topology now,
    Topology begun,
    List<Move> moves,
    List<Member> nodes,
    int pointsPerNode,
    boolean waits) {

  /** Copies the lists. */
  public Outlook {
    moves = List.copyOf(moves);
    nodes = List.copyOf(nodes);
  }

  /**
   * The outlook of a change that would be asked for now.
   *
   * @throws ChangeException as {@link ClusterState#submit} does
   */
  public static Outlook of(ClusterState state, ChangeRequest request) {
    // Refuses what would be refused, also because too many wait already.
    state.submit(request, 0);
    boolean waits = state.active() != null || state.waiting() != null;
    ClusterState before = waits ? afterAll(state) : state;
    ClusterState begun = before.submit(request, 0).begin(0, Protocol.of(List.of()));
    Change change = begun.active();
    if (change == null) {
      throw new IllegalStateException(request + " does not begin (expected: it was checked)");
    }
    Set<Integer> placed = new HashSet<>();
    for (Layer layer : begun.layers()) {
      layer.weights().forEach(weight -> placed.add(weight.node()));
    }
    return new Outlook(
        Topology.of(state),
        Topology.of(begun),
        change.moves(),
        begun.members().stream().filter(node -> placed.contains(node.index())).toList(),
        begun.top().pointsPerNode(),
        waits);
  }

  private static ClusterState afterAll(ClusterState state) {
    Plan plan = Plan.after(state);
    Layer ring = new Layer(plan.ring().pointsPerNode(), plan.ring().weights(), List.of());
    return new ClusterState(
        state.cluster(),
        state.term(),
        state.epoch(),
        state.nextNode(),
        state.nextChange(),
        plan.members(),
        List.of(ring),
        List.of(),
        state.declared());
  }
}
