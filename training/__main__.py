"""`python -m training [STEP …]`: rebuild the shipped pipeline from the corpora, or only some steps.

Steps, in order: vectors, teacher, names, syntax, examples, network, assemble, calibration. Without
arguments, all of them (about five hours on two cores). Each leaves its result in training/work, where
the next finds it.
"""

import argparse
import shutil

from training.paths import DATA, WORK

STEPS = ("vectors", "teacher", "names", "syntax", "examples", "network", "assemble", "calibration")


def run(step: str, seed: int) -> None:
    # Imported late: the steps need PyTorch, `--help` does not.
    from training import assemble, calibration, examples, names, network, syntax, teacher, vectors

    if step == "vectors":
        vectors.build(WORK / "vectors")
    elif step == "teacher":
        teacher.train()
    elif step == "names":
        names.build()
    elif step == "syntax":
        syntax.train()
    elif step == "examples":
        examples.build()
    elif step == "network":
        network.build(seed)
    elif step == "calibration":
        calibration.build(seed)
    else:
        parts = {m: assemble.Parts(network.trained(m), calibration.trained(m)) for m in network.SHAPES}
        assemble.assemble(parts)
        print(syntax.evaluate())


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m training", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="*", choices=[*STEPS, []], help="default: all")
    parser.add_argument("--seed", type=int, default=1, help="of the network; the teachers have theirs")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs left in training/work")
    arguments = parser.parse_args()
    if not DATA.exists():
        raise SystemExit(
            f"The corpora are not at {DATA}; set ATTRIBUTION_SHARED to the folder that holds data/."
        )
    if arguments.fresh:
        shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True, exist_ok=True)
    for step in arguments.steps or STEPS:
        run(step, arguments.seed)


if __name__ == "__main__":
    main()
