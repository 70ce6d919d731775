package dev.torc.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ring as two arrays, its points sorted, searched by halving. */
final class BinarySearchRing implements Contender {
  private final String[] names;
  private final long[] points;
  private final int[] owners;

  private record Point(long position, int owner) {}

  BinarySearchRing(List<String> names) {
    this.names = names.toArray(String[]::new);
    List<Point> sorted =
        IntStream.range(0, names.size())
            .boxed()
            .flatMap(this::pointsOf)
            .sorted(Comparator.comparingLong(Point::position).thenComparingInt(Point::owner))
            .toList();
    // Equal points stay: the search may find any of them, but there are none among these names.
    this.points = sorted.stream().mapToLong(Point::position).toArray();
    this.owners = sorted.stream().mapToInt(Point::owner).toArray();
  }

  private Stream<Point> pointsOf(int owner) {
    return PlainPoints.of(names[owner]).mapToObj(position -> new Point(position, owner));
  }

  /** Signed order: on a circle it is the unsigned one, begun elsewhere. */
  @Override
  public int locate(long hash) {
    int found = Arrays.binarySearch(points, hash);
    int index = found < 0 ? ~found : found;
    return owners[index == owners.length ? 0 : index];
  }

  @Override
  public Object locate(String key) {
    return names[locate(PlainPoints.hash(key))];
  }

  @Override
  public int index(Object node) {
    return List.of(names).indexOf(node);
  }

  /** Built anew. */
  @Override
  public Contender add(String name) {
    return new BinarySearchRing(Stream.concat(Stream.of(names), Stream.of(name)).toList());
  }
}
