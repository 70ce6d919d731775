package dev.torc.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@code Map} from names the file chooses. */
record MapShape(Shape value) implements Shape {

  @Override
  public @Nullable Object bind(Node node, FieldPath path, Binding binding) {
    if (!(node instanceof Node.Mapping mapping)) {
      binding.mismatch(node, path, expected());
      return null;
    }
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    Map<String, Position> first = new HashMap<>();
    for (Node.Entry entry : mapping.entries()) {
      String name = entry.key().text();
      Position earlier = first.putIfAbsent(name, entry.key().at());
      if (earlier == null) {
        result.put(name, binding.bind(entry.value(), value, path.field(name)));
      } else {
        binding.add(entry.key().at(), Entries.duplicate(name, path, earlier, name));
      }
    }
    return Collections.unmodifiableMap(result);
  }

  @Override
  public Place follow(Node node, FieldPath path, List<Object> steps) {
    if (!steps.isEmpty() && node instanceof Node.Mapping mapping) {
      for (Node.Entry entry : mapping.entries()) {
        String name = entry.key().text();
        if (name.equals(steps.get(0))) {
          return value.follow(entry.value(), path.field(name), steps.subList(1, steps.size()));
        }
      }
    }
    return Place.beyond(node, path, steps);
  }

  @Override
  public Object write(Object map) {
    Map<String, Object> result = new LinkedHashMap<>();
    ((Map<?, ?>) map).forEach((name, item) -> result.put((String) name, value.write(item)));
    return result;
  }

  @Override
  public String expected() {
    return "a mapping";
  }

  @Override
  public String label(Function<StructShape, String> link) {
    return "mapping of names to " + value.label(link);
  }

  @Override
  public String range() {
    return value.range();
  }

  @Override
  public Map<String, Object> schema(Definitions definitions) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("additionalProperties", value.schema(definitions));
    return schema;
  }

  @Override
  public void visit(String path, BiConsumer<String, StructShape> visitor) {
    value.visit(path + ".<name>", visitor);
  }
}
