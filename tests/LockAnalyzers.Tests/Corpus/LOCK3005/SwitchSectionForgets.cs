// One switch section returns without disposing the handle.
using System;
using FileLocking;

namespace Commands.Shell;

public enum Command { Init, Reset, Status }

public class Shell
{
    private readonly FileLock _lock = new("shell.lock");
    private int _state;

    public int Execute(Command command)
    {
        FileLockHandle handle = {|LOCK3005:_lock.Acquire()|};
        switch (command)
        {
            case Command.Init:
                _state = 1;
                break;
            case Command.Status:
                return _state;
            default:
                _state = 0;
                break;
        }
        handle.Dispose();
        return _state;
    }
}
