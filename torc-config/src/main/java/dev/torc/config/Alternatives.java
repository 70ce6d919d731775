package dev.torc.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The variants of one union, and the field that names them. */
final class Alternatives {
  private static final ClassValue<Alternatives> CACHE =
      new ClassValue<>() {
        @Override
        protected Alternatives computeValue(Class<?> type) {
          return new Alternatives(type);
        }
      };

  private static final String MEANING =
      "Which kind it is; upper and lower case, hyphens and underscores make no difference.";

  private final Class<?> type;
  private final Union union;
  private final List<Alternative> list = new ArrayList<>();
  private final @Nullable Alternative otherwise;
  private final Field discriminator;

  private Alternatives(Class<?> type) {
    this.type = type;
    this.union = type.getAnnotation(Union.class);
    if (!type.isInterface() || !type.isSealed()) {
      throw mistake("is a @Union (expected: a sealed interface)");
    }
    addAll(type);
    this.otherwise = otherwise();
    this.discriminator = field(list);
  }

  static Alternatives of(Class<?> type) {
    return CACHE.get(type);
  }

  /** Also of sealed interfaces below it: they group variants in the program, not in the file. */
  private void addAll(Class<?> group) {
    for (Class<?> permitted : group.getPermittedSubclasses()) {
      if (permitted.isInterface() && permitted.isSealed()) {
        addAll(permitted);
      } else {
        add(permitted);
      }
    }
  }

  private void add(Class<?> permitted) {
    Variant variant = permitted.getAnnotation(Variant.class);
    if (variant == null || !permitted.isRecord()) {
      throw mistake("permits " + permitted.getName() + " (expected: a record with @Variant)");
    }
    Alternative alternative =
        new Alternative(
            new UnionShape(type),
            new RecordShape(permitted),
            variant.value(),
            List.of(variant.aliases()));
    for (String name : alternative.names()) {
      if (named(name) != null) {
        throw mistake("has two variants named \"" + name + '"');
      }
    }
    list.add(alternative);
  }

  private @Nullable Alternative named(String name) {
    return list.stream().filter(known -> known.isNamed(name)).findFirst().orElse(null);
  }

  private @Nullable Alternative otherwise() {
    if (union.otherwise().isEmpty()) {
      return null;
    }
    Alternative alternative = named(union.otherwise());
    if (alternative == null) {
      throw mistake("is otherwise \"" + union.otherwise() + "\" (expected: one of its variants)");
    }
    return alternative;
  }

  private Field field(List<Alternative> choice) {
    Field.Preset preset = null;
    if (otherwise != null && choice.contains(otherwise)) {
      String name = otherwise.name();
      preset = new Field.Preset(name, new Node.Scalar(Position.NONE, name, Node.Kind.TEXT));
    }
    return new Field(
        union.value(),
        "@Union of " + type.getName(),
        MEANING,
        new DiscriminatorShape(choice),
        false,
        false,
        preset);
  }

  private IllegalStateException mistake(String message) {
    return new IllegalStateException(type.getName() + " " + message);
  }

  List<Alternative> list() {
    return list;
  }

  /** The field that names any of the variants. */
  Field discriminator() {
    return discriminator;
  }

  /** The field where it names this variant. */
  Field discriminator(Alternative alternative) {
    return field(List.of(alternative));
  }
}
