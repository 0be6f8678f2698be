// The first hundred bytes of a stream that is not touched here.
using System;
using System.IO;

namespace Hundreds
{
    public static class Hundreds
    {
        public static void Run(FileStream file, Action body)
        {
            file.Lock({|LOCK2005:0, 100|});
            try
            {
                body();
            }
            finally
            {
                file.Unlock(0, 100);
            }
        }
    }
}
