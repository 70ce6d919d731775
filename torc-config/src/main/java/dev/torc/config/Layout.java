package dev.torc.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One form of a mapping, with the names of its fields. */
final class Layout {
  private static final ClassValue<List<Layout>> CACHE =
      new ClassValue<>() {
        @Override
        protected List<Layout> computeValue(Class<?> type) {
          StructShape shape = type.isRecord() ? new RecordShape(type) : new UnionShape(type);
          return forms(shape, new HashSet<>()).stream()
              .map(form -> new Layout(type, form))
              .toList();
        }
      };

  private final Class<?> type;
  private final Form form;
  private final List<Alternative> alternatives;
  private final List<Field> fields;
  private final Map<String, Field> byName = new HashMap<>();
  private final List<String> foreign = new ArrayList<>();

  private Layout(Class<?> type, Form form) {
    this.type = type;
    this.form = form;
    this.alternatives = form.all().map(Form::alternative).filter(Objects::nonNull).toList();
    this.fields = form.fields().toList();
    for (Field field : fields) {
      put(field.name(), field);
      if (!Names.snake(field.name()).equals(field.name())) {
        put(Names.snake(field.name()), field);
      }
    }
    form.all().forEach(this::addForeign);
  }

  /** Every layout of a record or a union, one for each choice of variants. */
  static List<Layout> allOf(StructShape shape) {
    return CACHE.get(shape.type());
  }

  /**
   * Checks a record or a union.
   *
   * @throws IllegalStateException if names in a mapping of it clash
   */
  static void check(StructShape shape) {
    allOf(shape);
  }

  private static List<Form> forms(StructShape shape, Set<Class<?>> within) {
    if (!within.add(shape.type())) {
      throw new IllegalStateException(shape.type().getName() + " is @Flat in itself");
    }
    List<Form> forms = shape.forms().stream().flatMap(form -> complete(form, within)).toList();
    within.remove(shape.type());
    return forms;
  }

  /** A form with every combination of forms for what is flat in it. */
  private static Stream<Form> complete(Form form, Set<Class<?>> within) {
    Stream<Form> complete = Stream.of(form);
    for (Field field : form.shape().fields()) {
      if (field.flat()) {
        List<Form> flats = forms((StructShape) field.shape(), within);
        complete = complete.flatMap(left -> flats.stream().map(flat -> left.with(field, flat)));
      }
    }
    return complete;
  }

  private void put(String name, Field field) {
    if (byName.put(name, field) != null) {
      throw new IllegalStateException(type.getName() + ": two fields are \"" + name + '"');
    }
  }

  /** What is foreign to a record may be a field of the one that it is flat in. */
  private void addForeign(Form part) {
    Foreign annotation = part.shape().type().getAnnotation(Foreign.class);
    if (annotation == null) {
      return;
    }
    for (String name : annotation.value()) {
      Field field = find(name) == null ? find(Names.snake(name)) : find(name);
      if (field == null) {
        foreign.add(name);
      } else if (part.fields().anyMatch(field::equals)) {
        throw new IllegalStateException(
            type.getName() + ": \"" + name + "\" is @Foreign and a field");
      }
    }
  }

  Form form() {
    return form;
  }

  /** The variants chosen, those first on which others depend. */
  List<Alternative> alternatives() {
    return alternatives;
  }

  List<Field> fields() {
    return fields;
  }

  List<String> foreign() {
    return foreign;
  }

  /** The field a name in the file means, in either spelling. */
  @Nullable Field find(String name) {
    return byName.get(name);
  }

  boolean isForeign(String name) {
    return foreign.stream()
        .anyMatch(known -> name.equals(known) || name.equals(Names.snake(known)));
  }
}
