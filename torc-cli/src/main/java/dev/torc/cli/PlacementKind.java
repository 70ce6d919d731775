package dev.torc.cli;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The placements that commands know, with what can be set of each. */
enum PlacementKind {
  TORC("torc", Setting.KEY_HASH, Setting.HASH_TAG, Setting.VNODES),
  NGINX("nginx", Setting.HASH_TAG),
  HAPROXY("haproxy", Setting.KEY_HASH, Setting.HASH_TAG, Setting.IDS),
  HAPROXY_3_0("haproxy-3.0", Setting.KEY_HASH, Setting.HASH_TAG, Setting.IDS),
  ENVOY("envoy", Setting.HASH_TAG, Setting.RING_SIZE),
  ENVOY_MAGLEV("envoy-maglev", Setting.TABLE_SIZE),
  GRPC("grpc", Setting.HASH_TAG, Setting.RING_SIZE),
  LIBMEMCACHED_KETAMA("libmemcached-ketama", Setting.KEY_HASH, Setting.HASH_TAG),
  LIBMEMCACHED_KETAMA_WEIGHTED("libmemcached-ketama-weighted", Setting.KEY_HASH, Setting.HASH_TAG),
  TWEMPROXY("twemproxy", Setting.KEY_HASH, Setting.HASH_TAG),
  SPYMEMCACHED("spymemcached", Setting.HASH_TAG),
  SPYMEMCACHED_WEIGHTED("spymemcached-weighted", Setting.HASH_TAG),
  DUBBO("dubbo", Setting.HASH_TAG, Setting.VNODES),
  MAGLEV("maglev", Setting.TABLE_SIZE),
  RENDEZVOUS("rendezvous", Setting.KEY_HASH),
  JUMP("jump", Setting.KEY_HASH);

  /** What can be set, and by which option. */
  enum Setting {
    KEY_HASH("--key-hash"),
    HASH_TAG("--hash-tag"),
    VNODES("--vnodes"),
    RING_SIZE("--ring-size"),
    TABLE_SIZE("--table-size"),
    IDS("--ids");

    private final String option;

    Setting(String option) {
      this.option = option;
    }

    @Override
    public String toString() {
      return option;
    }
  }

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // It is: the checker does not know Set.of.
  private final Set<Setting> settings;

  PlacementKind(String label, Setting... settings) {
    this.label = label;
    this.settings = Set.of(settings);
  }

  boolean has(Setting setting) {
    return settings.contains(setting);
  }

  /** What it is called on the command line. */
  @Override
  public String toString() {
    return label;
  }

  /** All of them that can be set so, for messages. */
  static String having(Setting setting) {
    return Arrays.stream(values())
        .filter(kind -> kind.has(setting))
        .map(PlacementKind::toString)
        .collect(joining(", "));
  }

  /** Reads a label. */
  static final class Converter implements ITypeConverter<PlacementKind> {
    @Override
    public PlacementKind convert(String label) {
      return Arrays.stream(values())
          .filter(kind -> kind.label.equals(label))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "\""
                      + label
                      + "\" (expected: "
                      + Arrays.stream(values()).map(PlacementKind::toString).collect(joining(", "))
                      + ")"));
    }
  }

  /** The labels, for completion. */
  static final class Labels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(PlacementKind::toString).iterator();
    }
  }
}
