package dev.torc.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ring as it is written most often: a sorted map from points to nodes. */
final class TreeMapRing implements Contender {
  private final TreeMap<Long, Member> ring = new TreeMap<>();
  private final int size;

  private record Member(int index, String name) {}

  TreeMapRing(List<String> names) {
    size = names.size();
    for (int i = 0; i < size; i++) {
      put(new Member(i, names.get(i)));
    }
  }

  /** Of two equal points, that of the smaller name counts. */
  private void put(Member member) {
    PlainPoints.of(member.name()).forEach(point -> ring.putIfAbsent(point, member));
  }

  @Override
  public int locate(long hash) {
    return member(hash).index();
  }

  @Override
  public Object locate(String key) {
    return member(PlainPoints.hash(key));
  }

  /** Signed order: on a circle it is the unsigned one, begun elsewhere. */
  private Member member(long hash) {
    Map.Entry<Long, Member> entry = ring.ceilingEntry(hash);
    return (entry == null ? ring.firstEntry() : entry).getValue();
  }

  @Override
  public int index(Object node) {
    return ((Member) node).index();
  }

  /** In place, which a ring that other threads read could not do. */
  @Override
  public Contender add(String name) {
    put(new Member(size, name));
    return this;
  }
}
