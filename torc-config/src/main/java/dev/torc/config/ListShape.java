package dev.torc.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@code List}. */
record ListShape(Shape element) implements Shape {

  @Override
  public @Nullable Object bind(Node node, FieldPath path, Binding binding) {
    if (!(node instanceof Node.Sequence sequence)) {
      binding.mismatch(node, path, expected());
      return null;
    }
    List<@Nullable Object> result = new ArrayList<>();
    for (Node item : sequence.items()) {
      result.add(binding.bind(item, element, path.item(result.size())));
    }
    return Collections.unmodifiableList(result);
  }

  @Override
  public Place follow(Node node, FieldPath path, List<Object> steps) {
    if (!steps.isEmpty()
        && steps.get(0) instanceof Integer index
        && node instanceof Node.Sequence sequence
        && index < sequence.items().size()) {
      return element.follow(
          sequence.items().get(index), path.item(index), steps.subList(1, steps.size()));
    }
    return Place.beyond(node, path, steps);
  }

  @Override
  public Object write(Object value) {
    List<Object> result = new ArrayList<>();
    ((List<?>) value).forEach(item -> result.add(element.write(item)));
    return result;
  }

  @Override
  public String expected() {
    return "a list";
  }

  @Override
  public String label(Function<StructShape, String> link) {
    return "list of " + element.label(link);
  }

  @Override
  public String range() {
    return element.range();
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", element.schema(definitions));
    return schema;
  }

  @Override
  public void visit(String path, BiConsumer<String, StructShape> visitor) {
    element.visit(path + "[]", visitor);
  }
}
