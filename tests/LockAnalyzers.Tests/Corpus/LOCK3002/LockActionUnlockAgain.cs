// The caller's action runs between Lock and Unlock without a finally.
using System;
using System.IO;

namespace Sync.Actions;

public class FileGate
{
    private readonly FileStream _gate;

    public FileGate(FileStream gate) => _gate = gate ?? throw new ArgumentNullException(nameof(gate));

    public void Run(Action action)
    {
        {|LOCK3002:_gate.Lock(0, long.MaxValue)|};
        action();
        _gate.Unlock(0, long.MaxValue);
    }
}
