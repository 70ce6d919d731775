package dev.torc.config;

import java.util.List;
import java.util.stream.Stream;

/** What to say of a field that a mapping cannot have. */
final class UnknownField {
  private final String name;
  private final List<Layout> left;
  private final List<Layout> all;

  private UnknownField(String name, List<Layout> left, List<Layout> all) {
    this.name = name;
    this.left = left;
    this.all = all;
  }

  /**
   * The message.
   *
   * @param left the layouts the mapping may have
   * @param all the layouts it might have had with other variants
   */
  static String message(String name, FieldPath path, List<Layout> left, List<Layout> all) {
    String advice = new UnknownField(name, left, all).advice();
    return "unknown field " + Quotation.of(name) + path.suffix() + " (" + advice + ")";
  }

  private String advice() {
    List<String> owners = owners();
    if (!owners.isEmpty()) {
      return "a field of " + Names.either(owners) + ", not of " + variants();
    }
    List<String> known = left.stream().flatMap(UnknownField::names).distinct().toList();
    List<String> foreign = left.stream().flatMap(layout -> layout.foreign().stream()).toList();
    String nearest = Names.nearest(name, Stream.concat(known.stream(), foreign.stream()).toList());
    if (nearest != null) {
      return "did you mean \"" + nearest + "\"?";
    }
    return "expected"
        + (variants().isEmpty() ? "" : " for " + variants())
        + ": "
        + (known.isEmpty() ? "no fields" : Names.either(known));
  }

  private static Stream<String> names(Layout layout) {
    return layout.fields().stream().map(Field::name);
  }

  /** The variants that always have the field: it may come from no other part of their layouts. */
  private List<String> owners() {
    return alternatives(all.stream())
        .filter(alternative ->
            all.stream()
                .filter(layout -> layout.alternatives().contains(alternative))
                .allMatch(layout -> layout.find(name) != null))
        .map(Alternative::name)
        .toList();
  }

  /** The variants the mapping surely has. */
  private String variants() {
    return String.join(
        " and ",
        alternatives(left.stream())
            .filter(alternative ->
                left.stream().allMatch(layout -> layout.alternatives().contains(alternative)))
            .map(Alternative::name)
            .toList());
  }

  private static Stream<Alternative> alternatives(Stream<Layout> layouts) {
    return layouts.flatMap(layout -> layout.alternatives().stream()).distinct();
  }
}
