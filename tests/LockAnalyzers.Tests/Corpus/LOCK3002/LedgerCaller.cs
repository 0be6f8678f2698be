// The callers' throwing work stands between the ledger's Begin and End.
using System;
using System.Collections.Generic;
using System.IO;

namespace Ledgers;

public sealed class Ledger
{
    private readonly FileStream _file;

    public Ledger(FileStream file) => _file = file;

    public void Begin() => _file.Lock(0, long.MaxValue);

    public void End() => _file.Unlock(0, long.MaxValue);
}

public sealed class Accountant
{
    private readonly Ledger _ledger;
    private readonly Dictionary<string, decimal> _accounts = new();

    public Accountant(Ledger ledger) => _ledger = ledger;

    public void Transfer(string from, string to, decimal amount)
    {
        {|LOCK3002:_ledger.Begin()|};
        _accounts[from] -= amount;
        _accounts[to] += amount;
        _ledger.End();
    }
}
