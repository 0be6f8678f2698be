// FileStream.Unlock twice in a row, the second behind a condition.
using System;
using System.IO;

namespace Both
{
    public class Both
    {
        public int Sum(FileStream numbers, bool careful)
        {
            int sum = 0;
            numbers.Lock(0, long.MaxValue);
            try
            {
                int b;
                while ((b = numbers.ReadByte()) >= 0)
                    sum += b;
            }
            finally
            {
                numbers.Unlock(0, long.MaxValue);
            }

            if (careful)
                {|LOCK3008:numbers.Unlock(0, long.MaxValue)|};
            return sum;
        }
    }
}
