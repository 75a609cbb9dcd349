package io.sentinelha.cli;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a list of field-value lists or maps, which is how supervisors describe instances. */
final class MapListOutput extends CommandOutput<String, String, List<Map<String, String>>> {

  private @Nullable String field;
  private boolean inList;

  MapListOutput() {
    super(StringCodec.UTF8, new ArrayList<>());
  }

  @Override
  public void multi(int count) {
    if (inList && count > 0) {
      output.add(new LinkedHashMap<>());
    }
    inList = true;
  }

  @Override
  public void set(ByteBuffer bytes) {
    String text = StringCodec.UTF8.decodeValue(bytes);
    if (field == null) {
      field = text;
    } else {
      output.get(output.size() - 1).put(field, text);
      field = null;
    }
  }
}
