package dev.torc.cache.coordination;

import static dev.torc.cache.coordination.Change.Status.CANCELLED;
import static dev.torc.cache.coordination.Change.Status.FAILED;
import static dev.torc.cache.coordination.Change.Status.QUEUED;
import static dev.torc.cache.coordination.Change.Status.REVERTING;
import static dev.torc.cache.coordination.Change.Status.RUNNING;

import dev.torc.config.Default;
import dev.torc.config.HostPort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that the gateways of a cache agree on. Its methods give the state after something has
 * happened; the {@link Coordinator} makes it everybody's.
 *
 * @param cluster tells this cache's connections and internal keys from another's: letters and
 *     digits
 * @param term counts up whenever a process begins to make the changes; those before it are out
 * @param epoch counts up with every move that is committed
 * @param nextNode the index of the next node
 * @param nextChange the id of the next change
 * @param members the nodes that are on a ring, by index
 * @param layers the stack of rings, the lowest first
 * @param changes the last that are over, the one that is made, and those that wait, in this order
 * @param declared what the configuration said when it was last made true; {@code null} if none ever
 */
public record ClusterState(
    String cluster,
    @Default("0") long term,
    long epoch,
    int nextNode,
    long nextChange,
    List<Member> members,
    List<Layer> layers,
    @Default("[]") List<Change> changes,
    @Nullable Declared declared) {

  /** Changes that are over are kept up to this number. */
  static final int CHANGES_KEPT = 100;

  /** More changes do not wait: whoever asks for so many does not look at what becomes of them. */
  static final int CHANGES_WAITING = 100;

  /** Of so many of them the moves too. */
  static final int MOVES_KEPT = 5;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no ring
   */
  public ClusterState {
    members = List.copyOf(members);
    layers = List.copyOf(layers);
    changes = List.copyOf(changes);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("layers: none (expected: one ring or more)");
    }
  }

  /** The state of a new cache. */
  public static ClusterState first(String cluster, List<Member> members, Layer ring) {
    List<Member> sorted = members.stream().sorted(Comparator.comparingInt(Member::index)).toList();
    int next = sorted.get(sorted.size() - 1).index() + 1;
    return new ClusterState(cluster, 0, 1, next, 1, sorted, List.of(ring), List.of(), null);
  }

  /** The change that is made, {@code null} if none is. */
  public @Nullable Change active() {
    return changes.stream().filter(change -> change.status().isActive()).findFirst().orElse(null);
  }

  /** The first change that waits, {@code null} if none does. */
  public @Nullable Change waiting() {
    return changes.stream().filter(change -> change.status() == QUEUED).findFirst().orElse(null);
  }

  /** A change by its id, {@code null} if it is not known. */
  public @Nullable Change change(long id) {
    return changes.stream().filter(change -> change.id() == id).findFirst().orElse(null);
  }

  /** A node by its index, {@code null} if it is none. */
  public @Nullable Member member(int index) {
    return members.stream().filter(member -> member.index() == index).findFirst().orElse(null);
  }

  /** The ring on top. */
  public Layer top() {
    return layers.get(layers.size() - 1);
  }

  /** After an index was taken for a node that is to be added. */
  public ClusterState withIndexReserved() {
    return new ClusterState(
        cluster, term, epoch, nextNode + 1, nextChange, members, layers, changes, declared);
  }

  /**
   * After a node was found at another address; nothing happens if it is none, or is there. Moves
   * from it and to it fail, for what was copied and recorded was so at the former address.
   */
  public ClusterState readdressed(int index, HostPort address, Protocol protocol) {
    Member member = member(index);
    if (member == null || member.address().equals(address)) {
      return this;
    }
    ClusterState next = withMember(member.at(address));
    Change change = next.active();
    Way way = next.way();
    if (change != null && way != null) {
      Event moved = new Event.Failed("node " + index + " is at " + address + " now");
      for (Move move : change.moves()) {
        if (!move.step().isCommitted() && (move.from() == index || move.to() == index)) {
          next = next.advance(way, move.pair(), moved, protocol);
        }
      }
    }
    return declared == null ? next : next.declared(declared.with(member.name(), address));
  }

  /**
   * After a server was let in as a node; nothing happens if it is none, or is not at that address
   * any more.
   */
  public ClusterState admitted(Member node, String incarnation) {
    Member member = member(node.index());
    return member == null || !member.equals(node) ? this : withMember(member.as(incarnation));
  }

  private ClusterState withMember(Member changed) {
    List<Member> all = new ArrayList<>(members);
    all.replaceAll(member -> member.index() == changed.index() ? changed : member);
    return new ClusterState(
        cluster, term, epoch, nextNode, nextChange, all, layers, changes, declared);
  }

  /** As {@link #submit(ChangeRequest, Origin, Declared, long)}, of a command. */
  public ClusterState submit(ChangeRequest request, long now) {
    return submit(request, Origin.COMMAND, null, now);
  }

  /**
   * After a change was asked for; it is the last of {@link #changes}.
   *
   * @param declaration what a configuration says that it makes true, {@code null} if none does
   * @throws ChangeException if it cannot be made after those before it, or there are too many
   */
  public ClusterState submit(
      ChangeRequest request, Origin origin, @Nullable Declared declaration, long now) {
    long queued = changes.stream().filter(change -> change.status() == QUEUED).count();
    if (queued >= CHANGES_WAITING) {
      throw ChangeException.impossible(
          request.description()
              + ": "
              + queued
              + " changes wait already (expected: fewer than "
              + CHANGES_WAITING
              + ")");
    }
    checked(Plan.after(this), request);
    Change change =
        new Change(
            nextChange,
            request,
            origin,
            QUEUED,
            null,
            false,
            new Change.Times(now, null, null),
            0,
            0,
            Move.Progress.NONE,
            List.of(),
            declaration);
    List<Change> all = new ArrayList<>(changes);
    all.add(change);
    return new ClusterState(
        cluster, term, epoch, nextNode, nextChange + 1, members, layers, all, declared);
  }

  /** After a configuration was found to be true, or was made so. */
  public ClusterState declared(Declared declaration) {
    return new ClusterState(
        cluster, term, epoch, nextNode, nextChange, members, layers, changes, declaration);
  }

  /** The plan with one more change. */
  private static Plan checked(Plan plan, ChangeRequest request) {
    Plan next = plan.with(request);
    if (next.ring().weights().stream().noneMatch(weight -> weight.weight() > 0)) {
      throw ChangeException.impossible(
          request.description() + ": no node with a weight above 0 would be left");
    }
    return next;
  }

  /**
   * After the first change that waits was begun; its moves are at their first step. If it cannot be
   * made any more, because one before it was not made, it has failed.
   */
  public ClusterState begin(long now, Protocol protocol) {
    Change next = waiting();
    if (next == null || active() != null) {
      return this;
    }
    Plan plan;
    try {
      plan = checked(Plan.of(this), next.request());
    } catch (ChangeException impossible) {
      Change.Times over = new Change.Times(next.times().submitted(), null, now);
      return replaced(next.with(FAILED, impossible.getMessage(), over)).trimmed();
    }
    Change begun = next.with(RUNNING, null, new Change.Times(next.times().submitted(), now, null));
    Set<Integer> lost = next.request().lost() ? new HashSet<>(next.request().remove()) : Set.of();
    return new ClusterState(
            cluster, term, epoch, nextNode, nextChange, plan.members(), layers, changes, declared)
        .onto(plan.ring(), begun, lost, protocol);
  }

  /** With a ring more on top, and the moves that lead there. */
  ClusterState onto(Layer ring, Change change, Set<Integer> lost, Protocol protocol) {
    List<Layer> stack = new ArrayList<>(layers);
    stack.add(new Layer(ring.pointsPerNode(), ring.weights(), List.of()));
    ClusterState raised = withLayers(stack);
    List<Move> moves = new ArrayList<>();
    double total = 0;
    for (Map.Entry<Pair, Double> entry : Topology.of(raised.replaced(change)).moves().entrySet()) {
      Pair pair = entry.getKey();
      boolean isLost = lost.contains(pair.from());
      moves.add(
          new Move(
              pair.from(),
              pair.to(),
              entry.getValue(),
              isLost,
              protocol.first(),
              Move.Progress.NONE));
      total += entry.getValue();
    }
    moves.sort(Comparator.comparingInt(Move::from).thenComparingInt(Move::to));
    return raised.replaced(change.onANewWay(moves, total));
  }

  ClusterState withLayers(List<Layer> stack) {
    return new ClusterState(
        cluster, term, epoch, nextNode, nextChange, members, stack, changes, declared);
  }

  ClusterState replaced(Change change) {
    List<Change> all = new ArrayList<>(changes);
    all.replaceAll(old -> old.id() == change.id() ? change : old);
    return new ClusterState(
        cluster, term, epoch, nextNode, nextChange, members, layers, all, declared);
  }

  /** The way that the active change goes now, {@code null} if there is none. */
  public @Nullable Way way() {
    Change change = active();
    return change == null ? null : new Way(term, change.id(), change.status() == REVERTING);
  }

  /**
   * After a process has begun to make the changes. What those before it report counts no more, and
   * gateways acknowledge anew.
   */
  public ClusterState resumed(Protocol protocol) {
    return new ClusterState(
            cluster, term + 1, epoch, nextNode, nextChange, members, layers, changes, declared)
        .advanceAll(new Event.Resumed(), protocol);
  }

  /**
   * After something has happened to a move.
   *
   * @param way that it was on; if the active change goes another one, nothing changes
   */
  public ClusterState advance(Way way, Pair pair, Event event, Protocol protocol) {
    Change change = active();
    if (change == null || !way.equals(way())) {
      return this;
    }
    ClusterState next = this;
    List<Move> moves = new ArrayList<>(change.moves());
    for (int i = 0; i < moves.size(); i++) {
      Move move = moves.get(i);
      if (move.pair().equals(pair)) {
        Step step = protocol.forMove(move).next(move.step(), event);
        if (step.equals(move.step())) {
          return this;
        }
        moves.set(i, move.at(step));
        if (step.isCommitted() && !move.step().isCommitted()) {
          next = next.withMoved(pair);
        }
      }
    }
    Change advanced = change.with(moves);
    return next.replaced(next.epoch > epoch ? advanced.committedAt(next.epoch) : advanced);
  }

  private ClusterState withMoved(Pair pair) {
    List<Layer> stack = new ArrayList<>(layers);
    Layer top = top();
    List<Pair> moved = new ArrayList<>(top.moved());
    moved.add(pair);
    stack.set(stack.size() - 1, new Layer(top.pointsPerNode(), top.weights(), moved));
    return new ClusterState(
        cluster, term, epoch + 1, nextNode, nextChange, members, stack, changes, declared);
  }

  /** After something has happened to all moves of the active change. */
  ClusterState advanceAll(Event event, Protocol protocol) {
    Change change = active();
    Way way = way();
    ClusterState next = this;
    if (change != null && way != null) {
      for (Move move : change.moves()) {
        next = next.advance(way, move.pair(), event, protocol);
      }
    }
    return next;
  }

  /** With other figures of a move of the active change. */
  public ClusterState withProgress(Pair pair, UnaryOperator<Move.Progress> figures) {
    Change change = active();
    if (change == null) {
      return this;
    }
    List<Move> moves = new ArrayList<>(change.moves());
    moves.replaceAll(
        move -> move.pair().equals(pair) ? move.with(figures.apply(move.progress())) : move);
    return replaced(change.with(moves));
  }

  /**
   * After somebody asked for the end of a change: one that waits is over, one that is made goes
   * back.
   *
   * @throws ChangeException if there is no such change, or it is over
   */
  public ClusterState cancel(long id, long now, Protocol protocol) {
    Change change = change(id);
    if (change == null) {
      throw ChangeException.unknown("change " + id + ": not known");
    }
    if (change.status().isOver()) {
      throw ChangeException.impossible(
          "change " + id + " is over (expected: one that waits or is made)");
    }
    if (change.status() == QUEUED) {
      Change.Times times = new Change.Times(change.times().submitted(), null, now);
      return replaced(change.with(CANCELLED, "cancelled", times)).trimmed();
    }
    if (change.status() == REVERTING || change.cancelled()) {
      return this;
    }
    return replaced(change.asCancelled("cancelled"))
        .advanceAll(new Event.Failed("cancelled"), protocol);
  }

  /**
   * After all moves of the active change are over: it is, or it has to go back first.
   *
   * @return this state if a move is not over
   */
  public ClusterState complete(long now, Protocol protocol) {
    Change change = active();
    return change == null || !change.moves().stream().allMatch(move -> move.step().isOver())
        ? this
        : new Ending(this, change, now).state(protocol);
  }

  /** Without nodes that are on no ring, and without what need not be kept of changes. */
  ClusterState trimmed() {
    Set<Integer> used = new HashSet<>();
    layers.forEach(layer -> layer.weights().forEach(weight -> used.add(weight.node())));
    List<Member> left = members.stream().filter(member -> used.contains(member.index())).toList();
    List<Change> over = new ArrayList<>();
    List<Change> others = new ArrayList<>();
    changes.forEach(change -> (change.status().isOver() ? over : others).add(change));
    List<Change> kept = new ArrayList<>();
    int first = Math.max(0, over.size() - CHANGES_KEPT);
    for (int i = first; i < over.size(); i++) {
      Change change = over.get(i);
      boolean withMoves = i >= over.size() - MOVES_KEPT;
      kept.add(withMoves ? change : change.onANewWay(List.of(), change.movedShare()));
    }
    kept.addAll(others);
    return new ClusterState(
        cluster, term, epoch, nextNode, nextChange, left, layers, kept, declared);
  }
}
