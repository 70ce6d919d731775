package dev.torc.gateway;

import dev.torc.cache.Estimate;
import dev.torc.cache.Resharding;
import dev.torc.cache.coordination.Change;
import dev.torc.cache.coordination.ChangeException;
import dev.torc.cache.coordination.ChangeRequest;
import dev.torc.cache.coordination.ClusterState;
import dev.torc.cache.coordination.Coordinator;
import dev.torc.cache.coordination.Declared;
import dev.torc.cache.coordination.Layer;
import dev.torc.cache.coordination.Member;
import dev.torc.cache.coordination.Origin;
import dev.torc.config.HostPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the ring as people ask for them: finds out which nodes are meant, has nodes started
 * that are to be added, and ended that are on no ring any more.
 *
 * <p>Safe for use by any number of threads. What blocks runs on threads of its own, so that an
 * event loop may call everything.
 */
final class RingChanges {
  private static final System.Logger LOG = System.getLogger(RingChanges.class.getName());
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

  /**
   * Nothing has such a name (RFC 6761): it stands for the address of a node that is not started.
   */
  private static final String UNRESOLVED = ".invalid";

  private final Coordinator coordinator;
  private final Resharding resharding;
  private final Provisioner provisioner;
  private final @Nullable String refusal;
  private final Consumer<Change> ended;

  /** Changes that were over when the gateway started, or that {@link #ended} was told of. */
  private final Set<Long> over = new HashSet<>();

  private RingChanges(
      Coordinator coordinator,
      Resharding resharding,
      Provisioner provisioner,
      @Nullable String refusal,
      Consumer<Change> ended) {
    this.coordinator = coordinator;
    this.resharding = resharding;
    this.provisioner = provisioner;
    this.refusal = refusal;
    this.ended = ended;
  }

  /**
   * Begins to follow what becomes of changes.
   *
   * @param kept the state before {@code resharding} began, {@code null} if there was none
   * @param refusal why no change can be asked for, {@code null} if it can
   * @param ended is told once of each change that is over from now on; must not block
   */
  static RingChanges follow(
      Coordinator coordinator,
      @Nullable ClusterState kept,
      Resharding resharding,
      Provisioner provisioner,
      @Nullable String refusal,
      Consumer<Change> ended) {
    RingChanges changes = new RingChanges(coordinator, resharding, provisioner, refusal, ended);
    if (kept != null) {
      changes.newlyOver(kept);
    }
    coordinator.watch(changes::follow);
    changes.follow(changes.state());
    return changes;
  }

  private ClusterState state() {
    return Objects.requireNonNull(coordinator.state(), "state");
  }

  private void follow(ClusterState state) {
    for (Change change : newlyOver(state)) {
      ended.accept(change);
      List<Integer> nodes = new ArrayList<>(change.request().remove());
      change.request().add().forEach(member -> nodes.add(member.index()));
      nodes.removeIf(index -> state.member(index) != null);
      if (provisioner.ownsNodes() && !nodes.isEmpty()) {
        Thread.ofVirtual().name("torc-release").start(() -> nodes.forEach(this::release));
      }
    }
  }

  private synchronized List<Change> newlyOver(ClusterState state) {
    List<Change> found =
        state.changes().stream()
            .filter(change -> change.status().isOver() && over.add(change.id()))
            .toList();
    // Older ones than those that are known cannot come again.
    state.changes().stream()
        .mapToLong(Change::id)
        .min()
        .ifPresent(oldest -> over.removeIf(id -> id < oldest));
    return found;
  }

  private void release(int index) {
    provisioner.release(index);
    LOG.log(System.Logger.Level.DEBUG, "node {0} is on no ring any more: ended", index);
  }

  /**
   * Asks for a change.
   *
   * @return the change, which waits for its turn. Fails with {@link ChangeException} or {@link
   *     BadRequestException} if it cannot be made, with {@link ProvisioningException} if a node
   *     cannot be started, with {@link dev.torc.cache.coordination.CoordinatorException} if it
   *     cannot be kept
   */
  CompletionStage<Change> submit(ChangeDocument document) {
    return async(() -> submitNow(document));
  }

  /**
   * Asks what a change would do.
   *
   * @return completes after some seconds at most. Fails as {@link #submit} does
   */
  CompletionStage<Estimate> estimate(ChangeDocument document) {
    return async(() -> estimateNow(document));
  }

  /**
   * Asks for a change that nobody asked for by hand. Blocks until nodes that it starts are there.
   *
   * @param declared what a configuration says that it makes true, {@code null} if none does
   * @return the change, which waits for its turn
   * @throws ChangeException if it cannot be made
   * @throws ProvisioningException if a node cannot be started
   * @throws dev.torc.cache.coordination.CoordinatorException if it cannot be kept
   */
  Change submit(RingEdit edit, Origin origin, @Nullable Declared declared, boolean lost) {
    checkPossible();
    return adding(started -> {
      List<Member> add = new ArrayList<>();
      List<Layer.Weight> weights = new ArrayList<>(edit.weights());
      for (int i = 0; i < edit.start(); i++) {
        Member node = member(new ChangeDocument.NewNode(null, null, 1), started);
        add.add(node);
        int weight = declared == null ? 1 : RingEdit.weightOf(declared, node.index());
        weights.add(new Layer.Weight(node.index(), weight));
      }
      for (Declared.Listed listed : edit.add()) {
        Member node =
            member(
                new ChangeDocument.NewNode(listed.address(), listed.name(), listed.weight()),
                started);
        add.add(node);
        weights.add(new Layer.Weight(node.index(), listed.weight()));
      }
      ChangeRequest request =
          new ChangeRequest(add, edit.remove(), lost, weights, edit.vnodes(), false);
      return resharding.submit(request, origin, declared);
    });
  }

  /** Whether a node was started here. */
  boolean owns(int index) {
    return provisioner.owns(index);
  }

  /**
   * Asks for the end of a change.
   *
   * @return the change as it stands. Fails with {@link ChangeException} if there is no such change,
   *     or it is over, with {@link dev.torc.cache.coordination.CoordinatorException} if it cannot
   *     be kept
   */
  CompletionStage<Change> cancel(long id) {
    return async(() -> resharding.cancel(id));
  }

  private static <T> CompletionStage<T> async(Supplier<T> task) {
    return CompletableFuture.supplyAsync(
        task, command -> Thread.ofVirtual().name("torc-change").start(command));
  }

  private Change submitNow(ChangeDocument document) {
    checkPossible(document);
    return adding(started -> resharding.submit(request(document, node -> member(node, started))));
  }

  /** Ends the nodes that were started for a change if it cannot be asked for. */
  private Change adding(Function<List<Integer>, Change> change) {
    List<Integer> started = new ArrayList<>();
    try {
      return change.apply(started);
    } catch (RuntimeException e) {
      started.forEach(this::release);
      throw e;
    }
  }

  private Estimate estimateNow(ChangeDocument document) {
    checkPossible(document);
    long unaddressed = document.add().stream().filter(node -> node.address() == null).count();
    long memory = unaddressed == 0 ? 0 : provisioner.memoryOf((int) unaddressed);
    Map<Integer, Long> unstarted = new HashMap<>();
    int[] next = {state().nextNode()};
    ChangeRequest request =
        request(
            document,
            node -> {
              int index = next[0]++;
              HostPort address = node.address();
              if (address == null) {
                unstarted.put(index, memory);
                address = new HostPort(Provisioner.nameOf(index) + UNRESOLVED, 1);
              }
              return member(index, node, address);
            });
    return resharding.estimate(request, unstarted);
  }

  /** What a document asks for; {@code members} gives its new nodes their indexes. */
  private ChangeRequest request(
      ChangeDocument document, Function<ChangeDocument.NewNode, Member> members) {
    List<Integer> remove = document.remove().stream().map(name -> indexOf("remove", name)).toList();
    List<Layer.Weight> weights = weights(document.weights());
    List<Member> add = new ArrayList<>();
    for (ChangeDocument.NewNode node : document.add()) {
      Member member = members.apply(node);
      add.add(member);
      weights.add(new Layer.Weight(member.index(), node.weight()));
    }
    return new ChangeRequest(
        add, remove, document.lost(), weights, document.vnodes(), document.force());
  }

  /** Whether changes can be asked for. */
  boolean arePossible() {
    return refusal == null;
  }

  private void checkPossible() {
    if (refusal != null) {
      throw new ChangeException(ChangeException.Kind.IMPOSSIBLE, refusal);
    }
  }

  private void checkPossible(ChangeDocument document) {
    checkPossible();
    if (!provisioner.ownsNodes()
        && document.add().stream().anyMatch(node -> node.address() == null)) {
      throw new ChangeException(
          ChangeException.Kind.IMPOSSIBLE,
          "add: no address (expected: host:port of a Redis server; this gateway starts none)");
    }
  }

  private Member member(ChangeDocument.NewNode node, List<Integer> started) {
    int index = resharding.reserveIndex();
    HostPort address = node.address();
    if (address == null) {
      address = provisioner.start(index);
      started.add(index);
    }
    return member(index, node, address);
  }

  private static Member member(int index, ChangeDocument.NewNode node, HostPort address) {
    String usual = node.address() == null ? Provisioner.nameOf(index) : address.toString();
    return new Member(index, node.name() == null ? usual : node.name(), address);
  }

  private List<Layer.Weight> weights(Map<String, Integer> byName) {
    Map<Integer, Integer> byIndex = new LinkedHashMap<>();
    byName.forEach((name, weight) -> {
      int index = indexOf("weights", name);
      if (byIndex.put(index, weight) != null) {
        throw new BadRequestException(
            "body: weights of node " + index + " twice (expected: each node once)");
      }
    });
    List<Layer.Weight> weights = new ArrayList<>();
    byIndex.forEach((index, weight) -> weights.add(new Layer.Weight(index, weight)));
    return weights;
  }

  /** The node that a text means; whether an index is one's is for {@link Resharding} to say. */
  private int indexOf(String field, String name) {
    if (INDEX.matcher(name).matches()) {
      return Integer.parseInt(name);
    }
    List<Member> nodes = nodes();
    return nodes.stream()
        .filter(node -> node.address().toString().equals(name))
        .findFirst()
        .map(Member::index)
        .orElseThrow(() ->
            new ChangeException(
                ChangeException.Kind.UNKNOWN,
                field
                    + ": \""
                    + name
                    + "\" (expected: the index or address of one of "
                    + nodes.stream().map(node -> node.index() + " at " + node.address()).toList()
                    + ")"));
  }

  /** Those that are there, and those that changes which wait will add. */
  private List<Member> nodes() {
    ClusterState state = state();
    return Stream.concat(
            state.members().stream(),
            state.changes().stream()
                .filter(change -> change.status() == Change.Status.QUEUED)
                .flatMap(change -> change.request().add().stream()))
        .toList();
  }
}
