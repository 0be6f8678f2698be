// flock here is the author's own in-memory counter, no system call.
using System;

namespace ValidCode.LOCK3001;

public class FlockOfSheep
{
    private int _count;

    private int flock(int pen, int sheep)
    {
        _count += sheep;
        return pen == 0 ? 0 : -1;
    }

    public int Gather(int pen)
    {
        if (flock(pen, 2) != 0)
            return -1;
        if (_count > 10)
            return _count;
        flock(pen, -8);
        return 0;
    }
}
