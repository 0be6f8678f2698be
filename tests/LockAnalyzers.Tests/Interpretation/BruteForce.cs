namespace LockAnalyzers.Tests.Interpretation;

/// <summary>A way out of a body with a lock in hand: by a return (its number), by a throw statement, or by an exception.</summary>
internal readonly record struct HeldExit(int Site, string Way)
{
    public override string ToString() => $"lock {Site} at {Way}";
}

/// <summary>
/// Runs a generated body along every path: each choice is made in every way, each loop run up to a bound. It shares nothing with the
/// analyzer but the meaning of C#.
/// </summary>
internal sealed class BruteForce
{
    private const int MostRounds = 4;
    private const int MostPaths = 40_000;

    private readonly List<int> _given = [];
    private readonly List<int> _choices = [];
    private readonly List<int> _counts = [];
    private readonly int[] _held = [0, 0];
    private readonly HashSet<HeldExit> _exits = [];
    private bool _flag;
    private int _handlers;

    private enum Ending
    {
        Normal,
        Break,
        Continue,
        Goto,
        Return,
        Throw,

        /// <summary>Beyond the bound of a loop: the path is not followed further.</summary>
        Cut,
    }

    /// <summary>The ways out with a lock, and whether all paths within the bound were run.</summary>
    public static (IReadOnlySet<HeldExit> Exits, bool IsComplete) Run(Statement body)
    {
        var run = new BruteForce();
        for (var paths = 0; paths < MostPaths; paths++)
        {
            run.RunOnce(body);
            if (!run.NextPath())
                return (run._exits, true);
        }

        return (run._exits, false);
    }

    private void RunOnce(Statement body)
    {
        _choices.Clear();
        _counts.Clear();
        (_held[0], _held[1], _flag, _handlers) = (0, 0, false, 0);
        var result = Execute(body);
        var way = result switch
        {
            { Ending: Ending.Return } => "return " + result.Number,
            { Ending: Ending.Throw, IsExplicit: true } => "throw",
            { Ending: Ending.Throw } => "exception",
            _ => null,
        };
        foreach (var site in _held)
        {
            if (site != 0 && way is not null)
                _exits.Add(new(site, way));
        }
    }

    private bool NextPath()
    {
        for (var i = _choices.Count - 1; i >= 0; i--)
        {
            if (_choices[i] + 1 < _counts[i])
            {
                var next = _choices[i] + 1;
                _given.Clear();
                _given.AddRange(_choices.Take(i));
                _given.Add(next);
                return true;
            }
        }

        return false;
    }

    private int Choose(int count)
    {
        var choice = _choices.Count < _given.Count ? _given[_choices.Count] : 0;
        _choices.Add(choice);
        _counts.Add(count);
        return choice;
    }

    private bool Chance() => Choose(2) == 0;

    private bool Holds(Condition condition) =>
        condition switch
        {
            Condition.Chance => Chance(),
            Condition.Flag => _flag,
            Condition.NotFlag => !_flag,
            Condition.FlagAndChance => _flag && Chance(),
            _ => _flag || Chance(),
        };

    private Result Execute(Statement? statement)
    {
        switch (statement)
        {
            case Statement.Block block:
                foreach (var inner in block.Body)
                {
                    var result = Execute(inner);
                    if (result.Ending == Ending.Goto && result.Number == block.Label)
                        break;
                    if (result.Ending != Ending.Normal)
                        return result;
                }

                return Result.Normal;
            case Statement.Call { Throws: true }:
                return Choose(3) switch
                {
                    0 => Result.Normal,
                    1 => Result.Thrown(Fault.Io, false),
                    _ => Result.Thrown(Fault.Other, false),
                };
            case Statement.Acquire acquire:
                return Execute(acquire);
            case Statement.Release release:
                _held[release.File] = 0;
                return Result.Normal;
            case Statement.SetFlag flag:
                _flag = flag.Value ?? Chance();
                return Result.Normal;
            case Statement.If branch:
                return Execute(Holds(branch.Condition) ? branch.Then : branch.Else);
            case Statement.Loop loop:
                return Loop(() => Holds(loop.Condition), loop.Body, loop.Form == LoopForm.Do);
            case Statement.Switch choice:
                var section = Choose(choice.HasDefault ? choice.Sections.Count : choice.Sections.Count + 1);
                return section < choice.Sections.Count ? AfterBreak(Execute(choice.Sections[section])) : Result.Normal;
            case Statement.Try tried:
                return Execute(tried);
            case Statement.Return returned:
                return new(Ending.Return, returned.Number);
            case Statement.Throw thrown:
                return Result.Thrown(thrown.Fault, _handlers == 0);
            case Statement.Rethrow:
                return new(Ending.Throw, Number: -1);
            case Statement.Break:
                return new(Ending.Break);
            case Statement.Continue:
                return new(Ending.Continue);
            case Statement.Goto jump:
                return new(Ending.Goto, jump.Label);
            default:
                return Result.Normal;
        }
    }

    private Result Execute(Statement.Acquire acquire)
    {
        if (acquire.Form == AcquireForm.WhileRefused)
        {
            var result = Loop(() => !Ask(acquire), acquire.Refused, isDo: false);
            return result.Ending == Ending.Normal ? Execute(acquire.Taken) : result;
        }

        var taken = Ask(acquire);
        if (acquire.Form == AcquireForm.Flag)
            _flag = taken;
        var done = Execute(taken ? acquire.Taken : acquire.Refused);
        return acquire.Form == AcquireForm.Switch ? AfterBreak(done) : done;
    }

    private bool Ask(Statement.Acquire acquire)
    {
        if (!Chance())
            return false;

        _held[acquire.File] = acquire.Site;
        return true;
    }

    private Result Loop(Func<bool> goesOn, Statement body, bool isDo)
    {
        for (var round = 0; ; round++)
        {
            if (!(isDo && round == 0) && !goesOn())
                return Result.Normal;
            if (round == MostRounds)
                return new(Ending.Cut);

            var result = Execute(body);
            if (result.Ending == Ending.Break)
                return Result.Normal;
            if (result.Ending is not (Ending.Normal or Ending.Continue))
                return result;
        }
    }

    private static Result AfterBreak(Result result) => result.Ending == Ending.Break ? Result.Normal : result;

    private Result Execute(Statement.Try tried)
    {
        var result = Execute(tried.Body);
        if (result.Ending == Ending.Throw)
        {
            foreach (var handler in tried.Handlers)
            {
                if (handler.Catches is { } caught && (result.Fault != caught || (handler.IsFiltered && !Chance())))
                    continue;

                _handlers++;
                var handled = Execute(handler.Body);
                _handlers--;
                result = handled is { Ending: Ending.Throw, Number: -1 } ? Result.Thrown(result.Fault, false) : handled;
                break;
            }
        }

        if (tried.Finally is null || result.Ending == Ending.Cut)
            return result;

        var last = Execute(tried.Finally);
        return last.Ending == Ending.Normal ? result : last;
    }

    private readonly record struct Result(Ending Ending, int Number = 0, Fault Fault = default, bool IsExplicit = false)
    {
        public static readonly Result Normal = new(Ending.Normal);

        public static Result Thrown(Fault fault, bool isExplicit) => new(Ending.Throw, 0, fault, isExplicit);
    }
}
