#!/usr/bin/env bash
# Compares engine and oracle with the C code of durable-rules under AddressSanitizer, and then as it
# is installed while the C library poisons memory.  Not part of CI: it needs gcc and some minutes.
#
#     NETWORKS=4000 RULE_BASES=4000 SEED=1 uv run benchmarks/sanitize.sh
#
# Ends with another status than 0 if anything differs, crashes, or misuses memory.
set -euo pipefail
cd "$(dirname "$0")/.."
networks=${NETWORKS:-4000} seed=${SEED:-1}
export RULE_BASES=${RULE_BASES:-4000} SEED=$seed

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# setup.py of durable-rules overwrites CFLAGS, so it is the compiler that adds ours.
printf '#!/bin/sh\nexec gcc "$@" -fsanitize=address -fno-omit-frame-pointer -O1 -g %s\n' \
    -DPyEval_CallObject=PyObject_CallObject >"$work/cc"
chmod +x "$work/cc"
CC="$work/cc" uv pip install --quiet --no-cache --no-deps --no-binary durable-rules \
    --target "$work/built" durable-rules==2.0.28

# Without the fill size only the first 4 KB of a block are poisoned, which misses the worst defect.
sanitized() {
    env LD_PRELOAD="$(gcc -print-file-name=libasan.so)" PYTHONMALLOC=malloc \
        ASAN_OPTIONS=detect_leaks=0:max_malloc_fill_size=100000000 PYTHONPATH="$work/built" "$@"
}

# A sanitizer that misses the known crash proves nothing: a state is deleted where no rule fired.
if sanitized python - "$work/built" >"$work/known" 2>&1 <<'CRASH'; then
import sys

import durable_rules_engine as engine

assert engine.__file__.startswith(sys.argv[1])
ruleset = engine.create_ruleset("known", '{"0":{"all":[{"m":{"$gt":{"x":1}}}]}}')
try:
    engine.assert_fact(ruleset, '{"sid":"s","id":"f","x":0}')
finally:
    engine.delete_state(ruleset, "s")
CRASH
    echo "The sanitizer does not see the known crash." >&2
    exit 1
fi
grep -q AddressSanitizer "$work/known"
echo "The sanitizer sees the known crash: $(grep -m 1 -o 'AddressSanitizer: [^(]*' "$work/known")"

compared() {
    "$@" python benchmarks/fuzz_engine.py --networks "$networks" --facts 12 --seed "$seed"
    # Memory grows under AddressSanitizer, because it keeps what was freed.
    "$@" python -m pytest --quiet -p no:cacheprovider tests/program/test_engine.py -k "not its_memory"
    "$@" python -m pytest --quiet -p no:cacheprovider tests/program/test_oracle.py tests/rules/test_agreement.py
}
echo "Under AddressSanitizer:"
compared sanitized
echo "With poisoned memory:"
compared env MALLOC_PERTURB_=66
