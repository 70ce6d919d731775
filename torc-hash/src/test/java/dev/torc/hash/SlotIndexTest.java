package dev.torc.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The index finds what a search by halving finds, and that is what the rule says. */
final class SlotIndexTest {

  /** Points that are equal, close together, far apart, and at both ends of the circle. */
  @Provide
  Arbitrary<Long> points() {
    return Arbitraries.oneOf(
        Arbitraries.longs(),
        Arbitraries.longs().between(-3, 3),
        Arbitraries.longs().between(0, 40).map(n -> n << 58),
        Arbitraries.longs().between(0, 40).map(n -> (0x5aL << 56) + n),
        Arbitraries.integers().map(KeyHash::circle));
  }

  @Property
  void findsWhatHalvingFinds(
      @ForAll @Size(max = 300) List<@net.jqwik.api.From("points") Long> points,
      @ForAll @IntRange(min = 1, max = 5) int owners,
      @ForAll LookupRule rule,
      @ForAll long seed) {
    Arcs arcs = arcs(points, owners, rule);
    SlotIndex index = new SlotIndex(arcs);
    for (long hash : interesting(points, seed)) {
      int expected = arcs.size() == 0 ? Placement.NO_NODE : arcs.owners()[arcs.indexOf(hash)];
      assertThat(index.owner(hash)).isEqualTo(expected);
    }
  }

  private static Arcs arcs(List<Long> points, int owners, LookupRule rule) {
    long[][] byOwner = new long[owners][];
    for (int owner = 0; owner < owners; owner++) {
      int remainder = owner;
      byOwner[owner] =
          java.util.stream.IntStream.range(0, points.size())
              .filter(i -> i % owners == remainder)
              .mapToLong(points::get)
              .toArray();
    }
    Points sorted = Points.of(byOwner);
    return rule.arcs(sorted.positions(), sorted.owners());
  }

  private static List<Long> interesting(List<Long> points, long seed) {
    List<Long> hashes = new ArrayList<>(List.of(0L, -1L, 1L, Long.MIN_VALUE, Long.MAX_VALUE));
    for (long point : points) {
      hashes.addAll(List.of(point - 1, point, point + 1, point + (1L << 31), point - (1L << 40)));
    }
    new SplittableRandom(seed).longs(100).forEach(hashes::add);
    return hashes;
  }

  /** By looking at all points, on the circle of 32 bits that the rule is for. */
  @Property
  void nearestIsTheNearest(
      @ForAll @Size(min = 1, max = 60) List<Integer> points, @ForAll @Size(50) List<Integer> keys) {
    long[] distinct = points.stream().distinct().mapToLong(KeyHash::circle).toArray();
    long[][] byOwner = new long[distinct.length][];
    for (int i = 0; i < distinct.length; i++) {
      byOwner[i] = new long[] {distinct[i]};
    }
    Points sorted = Points.of(byOwner);
    SlotIndex index = new SlotIndex(LookupRule.NEAREST.arcs(sorted.positions(), sorted.owners()));
    for (int key : keys) {
      int owner = index.owner(KeyHash.circle(key));
      int own = (int) (distinct[owner] >>> 32);
      for (long other : distinct) {
        // Unsigned distances up to the next and down to the one before; the latter wins a tie.
        long up = Integer.toUnsignedLong((int) (other >>> 32) - key);
        long down = Integer.toUnsignedLong(key - (int) (other >>> 32));
        long ownUp = Integer.toUnsignedLong(own - key);
        long ownDown = Integer.toUnsignedLong(key - own);
        assertThat(Math.min(ownUp, ownDown)).isLessThanOrEqualTo(Math.min(up, down));
      }
    }
  }
}
